"""Prints the parts of a workbook in a form that can be compared: sorted, indented, attributes in order, one short
element a line. Left out is what no key of a definition has a say in: the theme."""
import sys
import zipfile
from xml.dom import Node, minidom
from xml.sax.saxutils import escape

WIDTH = 110


def shown(node, depth, lines):
    if node.nodeType == Node.TEXT_NODE:
        return
    pad = " " * depth
    line = pad + flat(node)
    if len(line) <= WIDTH or not any(child.nodeType == Node.ELEMENT_NODE for child in node.childNodes):
        lines.append(line)
        return
    lines.append(f"{pad}<{opening(node)}>")
    for child in node.childNodes:
        shown(child, depth + 1, lines)
    lines.append(f"{pad}</{node.tagName}>")


def flat(node):
    if node.nodeType == Node.TEXT_NODE:
        return escape(node.data)
    if not node.childNodes:
        return f"<{opening(node)}/>"
    inside = "".join(flat(child) for child in node.childNodes)
    return f"<{opening(node)}>{inside}</{node.tagName}>"


def opening(node):
    quoted = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
    attributes = sorted((name, value) for name, value in node.attributes.items())
    return " ".join([node.tagName] + [f'{name}="{escape(value, quoted)}"' for name, value in attributes])


with zipfile.ZipFile(sys.argv[1]) as book:
    lines = []
    for name in sorted(book.namelist()):
        if name.startswith("xl/theme/"):
            continue
        lines.append(f"=== {name}")
        shown(minidom.parseString(book.read(name)).documentElement, 0, lines)
print("\n".join(lines))
