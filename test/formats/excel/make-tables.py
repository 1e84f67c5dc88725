"""Makes the books whose tables, titles and totals stand in odd places, each with what must come out. Needs openpyxl and xlsxwriter."""

import datetime
import io
import os
import re
import zipfile

import openpyxl
import xlsxwriter
from openpyxl.worksheet.table import Table

here = os.path.dirname(os.path.abspath(__file__))
fixed = (2024, 1, 1, 0, 0, 0)


def write(name, data, cases, by):
    """The zip again, with fixed times, so that each run makes the same bytes; and the expectations beside it."""
    source = zipfile.ZipFile(io.BytesIO(data))
    with zipfile.ZipFile(os.path.join(here, name), "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2024-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(info.filename, fixed)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    for number, case in enumerate(cases if isinstance(cases, list) else [cases]):
        middle = "" if number == 0 else f".{number + 1}"
        head = [f"fault: {case['fault']}", f"by: {by}", f"read: {case['read']}"]
        head += [f"set: {each}" for each in case.get("set", [])]
        if "sheet" in case:
            head.append(f"sheet: {case['sheet']}")
        output = "".join(f"{line}\n" for line in case["output"])
        said = "".join(f"{line}\n" for line in case.get("said", []))
        with open(os.path.join(here, f"{name}{middle}.expect"), "w") as file:
            file.write("\n".join(head) + f"\n---\n{output}---\n{said}")


def sheet(name, rows, cases, change=None):
    """A book of one sheet from lists of values; None is a blank cell."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Data"
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                page.cell(number, column, value)
    if change is not None:
        change(page)
    buffer = io.BytesIO()
    book.save(buffer)
    write(name, buffer.getvalue(), cases, "openpyxl 3.0")


day = datetime.date

sheet(
    "title-above.xlsx",
    [
        ["Hardware inventory"],
        ["As of", "2024-03-31"],
        [],
        ["Host", "Memory", "Disks"],
        ["pc-1", 16, 2],
        ["pc-2", 32, 1],
    ],
    [
        {
            "fault": "a title and a date above the column names",
            "read": "left out, and said with their text",
            "output": ["Host,Memory,Disks", "pc-1,16,2", "pc-2,32,1"],
            "said": ['Sheet "Data": What stands above the column names is left out: "Hardware inventory / As of 2024-03-31".'],
        },
        {
            "fault": "a title and a date above the column names, and no header is asked for",
            "read": "every cell of the sheet",
            "set": ["headerRow=0"],
            "output": [
                "Column A,Column B,Column C",
                "Hardware inventory,,",
                "As of,2024-03-31,",
                "Host,Memory,Disks",
                "pc-1,16,2",
                "pc-2,32,1",
            ],
        },
    ],
)
sheet(
    "title-merged.xlsx",
    [["Licences per site"], ["Site", "Licences", "Used"], ["Berlin", 10, 7], ["Paris", 5, 5]],
    {
        "fault": "a title merged over all columns, right above their names",
        "read": "left out, and said with its text",
        "output": ["Site,Licences,Used", "Berlin,10,7", "Paris,5,5"],
        "said": ['Sheet "Data": What stands above the column names is left out: "Licences per site".'],
    },
    lambda page: page.merge_cells("A1:C1"),
)
sheet(
    "title-over-two.xlsx",
    [["Report"], ["Host", "Memory"], ["pc-1", 16], ["pc-2", 32]],
    {
        "fault": "a title right above two columns",
        "read": "left out, and said with its text",
        "output": ["Host,Memory", "pc-1,16", "pc-2,32"],
        "said": ['Sheet "Data": What stands above the column names is left out: "Report".'],
    },
)
sheet(
    "group-lines.xlsx",
    [["Host", "Memory"], [], ["Berlin"], ["pc-1", 16], ["pc-2", 32], [], ["Paris"], ["pc-3", 8], ["pc-4", 8]],
    {
        "fault": "groups of rows under lines with the name of the group, between blank rows",
        "read": "one table; the lines are rows",
        "output": ["Host,Memory", "Berlin,", "pc-1,16", "pc-2,32", "Paris,", "pc-3,8", "pc-4,8"],
    },
)
sheet(
    "form.xlsx",
    [
        ["Name:", "Anna", None, "Date:", day(2024, 1, 1)],
        ["Dept:", "IT", None, "No:", 17],
        [],
        ["Item", "Qty", "Price"],
        ["Mouse", 2, 9.5],
        ["Screen", 1, 199],
    ],
    {
        "fault": "a form: names and values side by side, some rows of a table below",
        "read": "every cell, in columns called by their letters",
        "output": [
            "Column A,Column B,Column C,Column D,Column E",
            "Name:,Anna,,Date:,2024-01-01",
            "Dept:,IT,,No:,17",
            "Item,Qty,Price,,",
            "Mouse,2,9.5,,",
            "Screen,1,199,,",
        ],
    },
)
sheet(
    "names-merged-across.xlsx",
    [
        ["Host", "Disk", None, "Memory", None],
        [None, "Size", "Free", "Size", "Free"],
        ["pc-1", 512, 100, 16, 8],
        ["pc-2", 1024, 900, 32, 4],
    ],
    {
        "fault": "column names merged across, over names of their own, and down",
        "read": "joined: `Disk / Size`",
        "output": [
            "Host,Disk / Size,Disk / Free,Memory / Size,Memory / Free",
            "pc-1,512,100,16,8",
            "pc-2,1024,900,32,4",
        ],
    },
    lambda page: [page.merge_cells(area) for area in ("A1:A2", "B1:C1", "D1:E1")],
)
sheet(
    "names-merged-text.xlsx",
    [
        ["Owners of hosts"],
        ["Host", "Owner", None, "Site"],
        [None, "Name", "Mail", None],
        ["pc-1", "Anna", "anna@example.com", "Berlin"],
        ["pc-2", "Ben", "ben@example.com", "Paris"],
    ],
    {
        "fault": "two rows of merged names over columns of text, a merged title above",
        "read": "names joined, the title left out and said",
        "output": ["Host,Owner / Name,Owner / Mail,Site", "pc-1,Anna,anna@example.com,Berlin", "pc-2,Ben,ben@example.com,Paris"],
        "said": ['Sheet "Data": What stands above the column names is left out: "Owners of hosts".'],
    },
    lambda page: [page.merge_cells(area) for area in ("A1:D1", "A2:A3", "B2:C2", "D2:D3")],
)
sheet(
    "names-spread.xlsx",
    [
        [None, "Disk", None, "Memory", None],
        ["Host", "Size", "Free", "Size", "Free"],
        ["pc-1", 512, 100, 16, 8],
        ["pc-2", 1024, 900, 32, 4],
    ],
    {
        "fault": "names over several columns that are not merged",
        "read": "joined: `Disk / Size`",
        "output": [
            "Host,Disk / Size,Disk / Free,Memory / Size,Memory / Free",
            "pc-1,512,100,16,8",
            "pc-2,1024,900,32,4",
        ],
    },
)
sheet(
    "names-units.xlsx",
    [["Host", "Memory", "Disk"], ["name", "GB", "TB"], ["pc-1", 16, 2], ["pc-2", 32, 1]],
    {
        "fault": "a second row with the units of the columns",
        "read": "joined to the names: `Memory / GB`",
        "output": ["Host / name,Memory / GB,Disk / TB", "pc-1,16,2", "pc-2,32,1"],
    },
)
sheet(
    "names-years.xlsx",
    [["Site", 2023, 2024, 2025], ["Berlin", 5, 6, 7], ["Paris", 1, 2, 4]],
    {
        "fault": "columns that are named by years",
        "read": "the years name the columns",
        "output": ["Site,2023,2024,2025", "Berlin,5,6,7", "Paris,1,2,4"],
    },
)
sheet(
    "names-months.xlsx",
    [["Site", day(2024, 1, 1), day(2024, 2, 1), day(2024, 3, 1)], ["Berlin", 5, 6, 7], ["Paris", 1, 2, 4]],
    {
        "fault": "columns that are named by months, kept as dates",
        "read": "the dates name the columns",
        "output": ["Site,2024-01-01,2024-02-01,2024-03-01", "Berlin,5,6,7", "Paris,1,2,4"],
    },
)
sheet(
    "names-none.xlsx",
    [["pc-1", 16, day(2024, 3, 1)], ["pc-2", 32, day(2024, 3, 2)], ["pc-3", 8, day(2024, 3, 3)]],
    {
        "fault": "no column names",
        "read": "columns called by their letters",
        "output": ["Column A,Column B,Column C", "pc-1,16,2024-03-01", "pc-2,32,2024-03-02", "pc-3,8,2024-03-03"],
    },
)
sheet(
    "one-row-of-numbers.xlsx",
    [[], [None, 1, 2.5, "x"]],
    {
        "fault": "one row, with numbers",
        "read": "a row, not column names",
        "output": ["Column B,Column C,Column D", "1,2.5,x"],
    },
)
sheet(
    "one-cell.xlsx",
    [[], [], [None, None, "alone"]],
    {"fault": "one cell", "read": "a column name without rows", "output": ["alone"]},
)
sheet(
    "scattered.xlsx",
    [
        ["Test of rounding"],
        [],
        [None, None, 1.005],
        ["x", None, None, True],
        [],
        [None, "see B2", None, None, None, "far"],
    ],
    {
        "fault": "a few cells here and there, no table",
        "read": "every cell; the first one names its column",
        "output": ["Test of rounding,Column B,Column C,Column D,Column E,Column F", ",,1.005,,,", "x,,,TRUE,,", ",see B2,,,,far"],
    },
)
sheet(
    "title-and-formula-results.xlsx",
    [["Sum of squares", None], [1, 1], [2, 4], [3, 9], ["total", 14]],
    {
        "fault": "a line of text over columns without names",
        "read": "every cell: nothing shows that the line is a title",
        "output": ["Sum of squares,Column B", "1,1", "2,4", "3,9", "total,14"],
    },
)
sheet(
    "total-below.xlsx",
    [["Site", "Hosts", "Licences"], ["Berlin", 10, 20], ["Paris", 5, 7], ["Rome", 1, 1], ["Total", 16, 28]],
    {
        "fault": "a row of totals below",
        "read": "left out, because it holds the sums of its columns, and said",
        "output": ["Site,Hosts,Licences", "Berlin,10,20", "Paris,5,7", "Rome,1,1"],
        "said": ['Sheet "Data": What stands below the rows is left out: "Total 16 28".'],
    },
)
sheet(
    "total-that-is-none.xlsx",
    [["Product", "Version", "Hosts"], ["Acrobat", 23, 10], ["Excel", 16, 7], ["Total", 11, 3]],
    {
        "fault": "a row that is called Total and is no sum, such as the product of that name",
        "read": "a row",
        "output": ["Product,Version,Hosts", "Acrobat,23,10", "Excel,16,7", "Total,11,3"],
    },
)
sheet(
    "notes-below.xlsx",
    [["Site", "Hosts", "Licences"], ["Berlin", 10, 20], ["Paris", 5, 7], ["Rome", 1, 1], [], ["Note: without spares"], ["Source: CMDB, 2024"]],
    {
        "fault": "notes below, after a blank row",
        "read": "left out, and said with their text",
        "output": ["Site,Hosts,Licences", "Berlin,10,20", "Paris,5,7", "Rome,1,1"],
        "said": ['Sheet "Data": What stands below the rows is left out: "Note: without spares / Source: CMDB, 2024".'],
    },
)
sheet(
    "text-below.xlsx",
    [["Site", "Hosts", "Licences"], ["Berlin", 10, 20], ["Paris", 5, 7], ["Rome", 1, 1], [], ["Vienna"]],
    {
        "fault": "a row with one filled cell, after a blank row",
        "read": "a row: nothing shows that it is a note",
        "output": ["Site,Hosts,Licences", "Berlin,10,20", "Paris,5,7", "Rome,1,1", "Vienna,,"],
    },
)
sheet(
    "blank-rows-inside.xlsx",
    [["Host", "Memory"], ["pc-1", 16], [], ["pc-2", 32], ["pc-3", 8], [], [], ["pc-4", 4]],
    {
        "fault": "blank rows between the rows",
        "read": "one table",
        "output": ["Host,Memory", "pc-1,16", "pc-2,32", "pc-3,8", "pc-4,4"],
    },
)
sheet(
    "names-repeated.xlsx",
    [["Host", "Memory"], ["pc-1", 16], ["pc-2", 8], [], ["Host", "Memory"], ["pc-3", 8], ["pc-4", 4]],
    {
        "fault": "the column names once more in the middle",
        "read": "left out, and said",
        "output": ["Host,Memory", "pc-1,16", "pc-2,8", "pc-3,8", "pc-4,4"],
        "said": ['Sheet "Data": 1 row that repeats the column names is left out.'],
    },
)
two_tables = [
    ["Hosts"],
    ["Host", "Memory", "Disk"],
    ["pc-1", 16, 512],
    ["pc-2", 32, 256],
    [],
    ["Licences"],
    ["Product", "Count"],
    ["Acrobat", 10],
    ["Visio", 5],
]
under = 'Sheet "Data" has 2 tables, and the first one is read. Each is a dataset to be chosen by its name: "Data / Licences".'
sheet(
    "tables-under.xlsx",
    two_tables,
    [
        {
            "fault": "two tables one under another, each with a title and names",
            "read": "the first one; each is a dataset",
            "output": ["Host,Memory,Disk", "pc-1,16,512", "pc-2,32,256"],
            "said": ['Sheet "Data": What stands above the column names is left out: "Hosts".', under],
        },
        {
            "fault": "the second of two tables one under another",
            "read": "by its name, the title",
            "sheet": "Data / Licences",
            "output": ["Product,Count", "Acrobat,10", "Visio,5"],
        },
        {
            "fault": "two tables one under another, and no header is asked for",
            "read": "every cell of the sheet",
            "set": ["headerRow=0"],
            "output": [
                "Column A,Column B,Column C",
                "Hosts,,",
                "Host,Memory,Disk",
                "pc-1,16,512",
                "pc-2,32,256",
                "Licences,,",
                "Product,Count,",
                "Acrobat,10,",
                "Visio,5,",
            ],
        },
    ],
)
sheet(
    "tables-beside.xlsx",
    [
        ["Host", "Memory", None, "Product", "Count"],
        ["pc-1", 16, None, "Acrobat", 10],
        ["pc-2", 32, None, "Visio", 5],
        ["pc-3", 8],
        ["pc-4", 8],
    ],
    [
        {
            "fault": "two tables side by side, with a blank column between",
            "read": "the first one; each is a dataset",
            "output": ["Host,Memory", "pc-1,16", "pc-2,32", "pc-3,8", "pc-4,8"],
            "said": ['Sheet "Data" has 2 tables, and the first one is read. Each is a dataset to be chosen by its name: "Data table 2".'],
        },
        {
            "fault": "the second of two tables side by side",
            "read": "by its number",
            "sheet": "Data table 2",
            "output": ["Product,Count", "Acrobat,10", "Visio,5"],
        },
    ],
)
sheet(
    "column-blank-inside.xlsx",
    [["Host", "Memory", None, "Product", "Count"], ["pc-1", 16, None, "Acrobat", 10], ["pc-2", 32, None, "Visio", 5]],
    {
        "fault": "a blank column between columns of the same rows",
        "read": "one table",
        "output": ["Host,Memory,Column C,Product,Count", "pc-1,16,,Acrobat,10", "pc-2,32,,Visio,5"],
    },
)


def with_table(page):
    page.add_table(Table(displayName="Hosts", ref="B3:D5"))


sheet(
    "table-of-excel.xlsx",
    [
        ["All hosts of the company, by Anna"],
        [],
        [None, "Host", "Memory", "Disk"],
        [None, "pc-1", 16, 512],
        [None, "pc-2", 32, 256],
        [None, "checked by Ben"],
    ],
    {
        "fault": "a table as Excel knows it, with texts above and right below it",
        "read": "the table; what stands beside it is said",
        "output": ["Host,Memory,Disk", "pc-1,16,512", "pc-2,32,256"],
        "said": [
            'Sheet "Data": 2 cells outside of its tables are left out: "All hosts of the company, by Anna / checked by Ben".'
        ],
    },
    with_table,
)
sheet(
    "table-of-excel-small.xlsx",
    [[f"text {row} {column}" for column in range(6)] for row in range(5)]
    + [[], ["Host", "Memory"], ["pc-1", 16], ["pc-2", 32]],
    [
        {
            "fault": "a small table as Excel knows it, in a sheet with much else",
            "read": "the whole sheet; the table is a dataset, too",
            "output": [",".join(f"text {row} {column}" for column in range(6)) for row in range(5)]
            + ["Host,Memory,,,,", "pc-1,16,,,,", "pc-2,32,,,,"],
        },
        {
            "fault": "a small table as Excel knows it, chosen by its name",
            "read": "the table",
            "sheet": "Data / Small",
            "output": ["Host,Memory", "pc-1,16", "pc-2,32"],
        },
    ],
    lambda page: page.add_table(Table(displayName="Small", ref="A7:B9")),
)


def xlsx_of(name, cases, fill):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime.datetime(2024, 1, 1)})
    fill(book)
    book.close()
    write(name, buffer.getvalue(), cases, "xlsxwriter 3.0")


def totals(book):
    page = book.add_worksheet("Data")
    page.add_table(
        "A1:C4",
        {
            "total_row": True,
            "data": [["Berlin", 10, 20], ["Paris", 5, 7]],
            "columns": [
                {"header": "Site", "total_string": "Sum"},
                {"header": "Hosts", "total_function": "sum"},
                {"header": "Licences", "total_function": "sum"},
            ],
        },
    )


xlsx_of(
    "table-of-excel-totals.xlsx",
    {
        "fault": "a table as Excel knows it, with its row of totals",
        "read": "the table without its totals, whose formulas have no results of their own here",
        "said": ['Sheet "Data": The totals of its table are left out: "Sum 0 0".'],
        "output": ["Site,Hosts,Licences", "Berlin,10,20", "Paris,5,7"],
    },
    totals,
)


def hidden(book):
    page = book.add_worksheet("Data")
    for number, row in enumerate([["Host", "Memory", "Note"], ["pc-1", 16, "a"], ["pc-2", 32, "b"], ["pc-3", 8, "c"]]):
        page.write_row(number, 0, row)
    page.set_row(2, None, None, {"hidden": True})
    page.set_column(2, 2, None, None, {"hidden": True})
    book.add_worksheet("Secret").write_row(0, 0, ["Key"])
    book.get_worksheet_by_name("Secret").hide()


xlsx_of(
    "hidden.xlsx",
    [
        {
            "fault": "a hidden row, a hidden column, a hidden sheet",
            "read": "like all others",
            "output": ["Host,Memory,Note", "pc-1,16,a", "pc-2,32,b", "pc-3,8,c"],
        },
        {
            "fault": "a hidden row, a hidden column and a hidden sheet that are not wanted",
            "read": "left out, and said with their number",
            "set": ["hidden=skip"],
            "output": ["Host,Memory", "pc-1,16", "pc-3,8"],
            "said": ['Sheet "Secret" is hidden and left out.', 'Sheet "Data": 1 hidden row and 1 hidden column left out.'],
        },
        {
            "fault": "a hidden sheet",
            "read": "by its name",
            "sheet": "Secret",
            "output": ["Key"],
        },
    ],
    hidden,
)


def far(book):
    page = book.add_worksheet("Data")
    page.write_row(0, 0, ["Host", "Memory"])
    page.write_row(1, 0, ["pc-1", 16])
    page.write(1048575, 1, 99)
    page.write(5, 6, "aside")


xlsx_of(
    "cell-in-last-row.xlsx",
    {
        "fault": "a cell in the last row that a sheet can have, another one beside the columns",
        "read": "as they stand, in columns that have no name",
        "output": ["Host,Memory,Column C,Column D,Column E,Column F,Column G", "pc-1,16,,,,,", ",,,,,,aside", ",99,,,,,"],
    },
    far,
)
