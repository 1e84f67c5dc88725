"""Makes the books of test/formats/excel whose names begin with displayed- and values-.

/usr/bin/python3 make-displayed.py && node make-displayed.mjs, with openpyxl 3.0, xlsxwriter 3.0 and LibreOffice 7.4 from Debian. CI does not need it.
"""

import os
import re
import shutil
import subprocess
import tempfile
import zipfile

import openpyxl
import xlsxwriter

here = os.path.dirname(os.path.abspath(__file__))
accounting = '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)'
names = ["Code", "Phone", "Amount", "Share", "Day", "Time", "Span", "Part", "Science", "General", "Note", "Flag"]
rows = [
    [(1234, "00000"), (5551234567, "(000) 000-0000"), (1234.5, accounting), (0.125, "0.0%"), (45000, "mm-dd-yy"),
     (0.75, "h:mm AM/PM"), (1.5, "[h]:mm"), (1.25, "# ?/?"), (12345.678, "0.00E+00"), (1234567890123, "General"),
     ("x", '"<"@">"'), (True, "General")],
    [(7, "00000"), (8005551234, "(000) 000-0000"), (-1234.5, accounting), (1, "0.0%"), (45000.25, "d mmm yyyy"),
     (0.25, "hh:mm:ss"), (0.5, "[mm]:ss"), (0.5, "# ?/?"), (0.00012, "0.00E+00"), (0.1 + 0.2, "General"),
     ("plain", "General"), (False, "General")],
    [(0, "00000"), (1, "(000) 000-0000"), (0, accounting), (0, "0.0%"), (45000, "[$-407]d mmmm yyyy"),
     (0.5, "[$-409]h:mm AM/PM;@"), (2, "[hh]:mm:ss"), (2, "# ?/?"), (1, "0.00E+00"), (1 / 3, "General"),
     ("z", "0;0;0;@"), ("#N/A", "General")],
]


def same_bytes(name):
    """The zip again, with fixed times, so that each run makes the same bytes."""
    with zipfile.ZipFile(path(name)) as source:
        parts = [(info.filename, source.read(info)) for info in source.infolist()]
    with zipfile.ZipFile(path(name), "w", zipfile.ZIP_DEFLATED) as target:
        for part, content in parts:
            content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2024-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(part, (2024, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)


def path(name):
    return os.path.join(here, name)


def openpyxl_book():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    sheet.append(names)
    for number, row in enumerate(rows, 2):
        for column, (value, code) in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            cell.number_format = code
    book.save(path("displayed-openpyxl.xlsx"))


def libreoffice(name, kind):
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "displayed-libreoffice.xlsx")
        shutil.copy(path(name), copy)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        subprocess.run(["soffice", profile, "--headless", "--convert-to", kind, "--outdir", folder, copy],
                       check=True, timeout=120, capture_output=True)
        shutil.copy(os.path.join(folder, f"displayed-libreoffice.{kind}"), path(f"displayed-libreoffice.{kind}"))


def xlsxwriter_book(name, head, lines, options=None):
    with xlsxwriter.Workbook(path(name), options or {}) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, head)
        for row, line in enumerate(lines, 1):
            for column, (value, code) in enumerate(line):
                style = book.add_format({"num_format": code})
                if isinstance(value, str):
                    sheet.write_string(row, column, value, style)
                else:
                    sheet.write_number(row, column, value, style)


def texts():
    with xlsxwriter.Workbook(path("values-texts.xlsx")) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["Kind", "Text"])
        bold = book.add_format({"bold": True})
        for row, (kind, text) in enumerate([
            ("padded", "  two before, one after "), ("lines", "one\ntwo"), ("returns", "one\r\ntwo"), ("tab", "a\tb"),
            ("escape", "_x0041_"), ("zeros", "00123"), ("formula", "=1+1"), ("control", "a\x07b"), ("wide", "😀 é"),
        ], 1):
            sheet.write_string(row, 0, kind)
            sheet.write_string(row, 1, text)
        sheet.write_string(10, 0, "rich")
        sheet.write_rich_string(10, 1, "plain ", bold, "bold", " end ")


openpyxl_book()
for kind in ["xls", "ods"]:
    libreoffice("displayed-openpyxl.xlsx", kind)
xlsxwriter_book("displayed-1904.xlsx", ["Day", "Time", "Span"], [
    [(43538, "m/d/yyyy"), (0.75, "h:mm"), (1.5, "[h]:mm")],
    [(0, "m/d/yyyy"), (0, "h:mm"), (-0.5, "[h]:mm")],
    [(-1, "m/d/yyyy"), (0.999, "h:mm:ss"), (0, "[h]:mm")],
], {"date_1904": True})
xlsxwriter_book("displayed-calendar.xlsx", ["Day", "Shown"], [
    [(day, "0"), (day, code)] for day, code in [
        (0, "m/d/yyyy"), (1, "dddd"), (60, "d mmm yyyy"), (61, "d mmm yyyy"), (45000, '[$-411]ggge"年"m"月"d"日"'),
        (45000, "[$-404]e/m/d"), (45000, "[$-40C]dddd d mmmm"), (-1, "yyyy-mm-dd"), (2958466, "yyyy-mm-dd"),
    ]
])
xlsxwriter_book("values-numbers.xlsx", ["Number", "Formatted"], [
    [(value, "General"), (value, code)] for value, code in [
        (0.1 + 0.2, "0.0"), (1.1, "0"), (1e21, "0.00E+00"), (123456789012345, "#,##0"), (-0.000001, "0.00"),
        (0.125, "0%"), (1e-20, "0"), (9007199254740992, "0"),
    ]
])
texts()
for made in ["displayed-openpyxl.xlsx", "displayed-1904.xlsx", "displayed-calendar.xlsx", "values-numbers.xlsx", "values-texts.xlsx"]:
    same_bytes(made)
