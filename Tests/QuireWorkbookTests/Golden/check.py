"""Checks what Excel is strict about in the workbooks of a folder, and that openpyxl reads them. Prints one problem a
line."""
import glob
import posixpath
import re
import sys
import zipfile
from xml.etree import ElementTree

import openpyxl

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

# The children of CT_Worksheet, ECMA-376 part 1, 18.3.1.99.
ORDER = """sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios
autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations
hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches
ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems
tableParts extLst""".split()


def relations(book, part):
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    if path not in book.namelist():
        return {}
    result = {}
    for entry in ElementTree.fromstring(book.read(path)).iter(PACKAGE + "Relationship"):
        if entry.get("TargetMode") == "External":
            result[entry.get("Id")] = None
        else:
            result[entry.get("Id")] = posixpath.normpath(posixpath.join(folder, entry.get("Target")))
    return result


def cell_texts(root):
    return {
        cell.get("r"): "".join(text.text or "" for text in cell.iter(MAIN + "t")) for cell in root.iter(MAIN + "c")
    }


def check_table(book, part, root, taken):
    table = ElementTree.fromstring(book.read(part))
    first, last = table.get("ref").split(":")
    names = [column.get("name") for column in table.iter(MAIN + "tableColumn")]
    texts = cell_texts(root)
    start = openpyxl.utils.cell.coordinate_to_tuple(first)
    end = openpyxl.utils.cell.coordinate_to_tuple(last)
    if len(names) != end[1] - start[1] + 1:
        yield "as many table columns as the range has"
    if end[0] <= start[0]:
        yield "a table has a row"
    for offset, name in enumerate(names):
        cell = f"{openpyxl.utils.get_column_letter(start[1] + offset)}{start[0]}"
        if texts.get(cell) != name:
            yield f"the header cell {cell} is {texts.get(cell)!r}, the table's column {name!r}"
    if len({name.lower() for name in names}) < len(names):
        yield "table columns have names of their own"
    name = table.get("displayName")
    if name.lower() in taken:
        yield f"the table name {name} is taken"
    taken.add(name.lower())
    if not re.fullmatch(r"[^\W\d][\w.]*", name) or re.fullmatch(r"(?i)[a-z]{1,3}\d+|r\d*(c\d*)?|c\d*", name):
        yield f"{name} is no name of a table"
    if root.find(MAIN + "autoFilter") is not None:
        yield "a filter beside the table's"


def check_sheet(book, part, taken):
    root = ElementTree.fromstring(book.read(part))
    places = [ORDER.index(child.tag.removeprefix(MAIN)) for child in root]
    if places != sorted(places):
        yield f"children out of order: {[child.tag.removeprefix(MAIN) for child in root]}"
    known = relations(book, part)
    for element in root.iter():
        target = element.get(RELATION + "id")
        if target is not None and target not in known:
            yield f"no relation {target}"
    for entry in root.iter(MAIN + "tablePart"):
        yield from check_table(book, known[entry.get(RELATION + "id")], root, taken)
    rows = [int(row.get("r")) for row in root.iter(MAIN + "row")]
    if rows != sorted(set(rows)):
        yield "rows out of order"


def check_names(book):
    root = ElementTree.fromstring(book.read("xl/workbook.xml"))
    sheets = [sheet.get("name") for sheet in root.iter(MAIN + "sheet")]
    formulas = [name.text for name in root.iter(MAIN + "definedName")]
    for part in book.namelist():
        if part.startswith("xl/charts/chart"):
            chart = ElementTree.fromstring(book.read(part))
            formulas += [f.text for f in chart.iter() if f.tag.endswith("}f")]
    for formula in formulas:
        sheet = formula.rpartition("!")[0]
        plain = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        if plain not in sheets:
            yield f"{formula} names no sheet"
        if sheet == plain and not re.fullmatch(r"(?i)(?![a-z]{1,3}\d+$|r\d*(c\d*)?$|c\d*$)[a-z_][a-z0-9_.]*", plain):
            yield f"{formula} needs quotes"


def check_package(book):
    names = set(book.namelist())
    types = ElementTree.fromstring(book.read("[Content_Types].xml"))
    typed = {entry.get("PartName").lstrip("/") for entry in types.iter(TYPES + "Override")}
    endings = {entry.get("Extension") for entry in types.iter(TYPES + "Default")}
    for name in sorted(typed - names):
        yield f"no part {name}"
    for name in sorted(names - typed):
        if name != "[Content_Types].xml" and name.rpartition(".")[2] not in endings - {"xml"}:
            yield f"{name} has no type"
    for name in sorted(names):
        if name.endswith(".rels"):
            continue
        for target in relations(book, name).values():
            if target is not None and target not in names:
                yield f"{name} refers to {target}"


def problems(path):
    taken = set()
    with zipfile.ZipFile(path) as book:
        yield from check_package(book)
        yield from check_names(book)
        for part in sorted(book.namelist()):
            if part.startswith("xl/worksheets/sheet"):
                for problem in check_sheet(book, part, taken):
                    yield f"{part}: {problem}"
    openpyxl.load_workbook(path)


for path in sorted(glob.glob(sys.argv[1] + "/*.xlsx")):
    for problem in problems(path):
        print(f"{posixpath.basename(path)}: {problem}")
