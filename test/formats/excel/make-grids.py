"""Makes books that are no tables: every cell has to be somewhere. Needs python3-xlsxwriter."""

import os

import xlsxwriter

here = os.path.dirname(os.path.abspath(__file__))


def book(name, sheets):
    made = xlsxwriter.Workbook(os.path.join(here, name), {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False})
    for title, cells in sheets:
        sheet = made.add_worksheet(title)
        for address, value in cells.items():
            if isinstance(value, tuple):
                sheet.write_formula(address, value[0], None, value[1])
            else:
                sheet.write(address, value)
    made.close()


book("empty-sheet.xlsx", [("Empty", {}), ("Data", {"A1": "Host", "A2": "pc-1", "B1": "Disk", "B2": 5})])
book(
    "grid.xlsx",
    [
        (
            "Sheet1",
            {
                "C2": "Name", "D2": "Name", "F2": " padded ",
                "C4": 1.5, "E4": ("=1/0", "#DIV/0!"), "F4": True,
                "D7": ("=D2&C2", "NameName"), "I7": "last column",
                "C1048576": "last row",
            },
        )
    ],
)
