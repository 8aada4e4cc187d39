"""Prints what openpyxl sees in a workbook, as JSON. Cached values of formulas stand beside the formulas."""
import datetime
import json
import sys

import openpyxl


def plain(value):
    if value is None:
        return {"kind": "blank"}
    if isinstance(value, bool):
        return {"kind": "boolean", "text": "true" if value else "false"}
    if isinstance(value, (int, float)):
        return {"kind": "number", "number": value}
    if isinstance(value, datetime.datetime):
        return {"kind": "datetime", "text": value.isoformat(sep=" ")}
    if isinstance(value, datetime.timedelta):
        return {"kind": "interval", "number": value.total_seconds()}
    if isinstance(value, datetime.time):
        return {"kind": "time", "text": value.isoformat()}
    return {"kind": "text", "text": str(value)}


def cell_of(cell, cached):
    result = plain(cached.value)
    if cell.data_type == "f":
        result["formula"] = cell.value
    result["numberFormat"] = cell.number_format
    result["bold"] = bool(cell.font.b)
    result["italic"] = bool(cell.font.i)
    if cell.font.color is not None and cell.font.color.type == "rgb":
        result["color"] = cell.font.color.rgb[-6:]
    if cell.fill.fill_type == "solid":
        result["background"] = cell.fill.fgColor.rgb[-6:]
    result["wrap"] = bool(cell.alignment.wrap_text)
    if cell.alignment.horizontal:
        result["align"] = cell.alignment.horizontal
    if cell.comment:
        result["comment"] = cell.comment.text
    if cell.hyperlink:
        anchor = cell.hyperlink.location
        result["link"] = (cell.hyperlink.target or "") + ("#" + anchor if anchor else "")
    return result


def sheet_of(sheet, cached):
    columns = []
    for index in range(1, sheet.max_column + 1):
        dimension = sheet.column_dimensions[openpyxl.utils.get_column_letter(index)]
        columns.append({"width": dimension.width, "isHidden": bool(dimension.hidden)})
    rows = [
        [cell_of(cell, other) for cell, other in zip(row, others)]
        for row, others in zip(sheet.iter_rows(), cached.iter_rows())
    ]
    return {
        "name": sheet.title,
        "rows": rows,
        "columns": columns,
        "freeze": sheet.freeze_panes,
        "filter": sheet.auto_filter.ref,
    }


path = sys.argv[1]
book = openpyxl.load_workbook(path)
values = openpyxl.load_workbook(path, data_only=True)
properties = book.properties
print(json.dumps({
    "title": properties.title,
    "author": properties.creator,
    "created": properties.created.isoformat(sep=" ") if properties.created else None,
    "sheets": [sheet_of(sheet, values[sheet.title]) for sheet in book.worksheets],
}))
