"""Makes xlsx books by hand, whose parts are as few programs write them, each with what must come out. Needs nothing."""

import os
import struct
import zipfile
import zlib

here = os.path.dirname(os.path.abspath(__file__))
main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
package = "http://schemas.openxmlformats.org/package/2006/relationships"
head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
fixed = (2024, 1, 1, 0, 0, 0)


def relations(*items):
    listed = "".join(f'<Relationship Id="{i}" Type="{office}/{t}" Target="{target}"/>' for i, t, target in items)
    return f'{head}<Relationships xmlns="{package}">{listed}</Relationships>'


def workbook(sheets, before=""):
    listed = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}"{more}/>' for i, (n, more) in enumerate(sheets, 1))
    return f'{head}<workbook xmlns="{main}" xmlns:r="{office}">{before}<sheets>{listed}</sheets></workbook>'


def page(rows, before="", after=""):
    return f'{head}<worksheet xmlns="{main}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


rows = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Host</t></is></c><c r="B1" t="inlineStr"><is><t>Memory</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>pc-1</t></is></c><c r="B2"><v>16</v></c></row>'
    '<row r="3"><c r="A3" t="inlineStr"><is><t>pc-2</t></is></c><c r="B3"><v>32</v></c></row>'
)
plain = ["Host,Memory", "pc-1,16", "pc-2,32"]


def parts(sheet=None, **more):
    """The parts of a book of one sheet; others are added or replaced by name."""
    made = {
        "[Content_Types].xml": f"{head}<Types/>",
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook([("Data", "")]),
        "xl/_rels/workbook.xml.rels": relations(("rId1", "worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": page(rows) if sheet is None else sheet,
    }
    made.update(more.get("others", {}))
    return {name: content for name, content in made.items() if content is not None}


def expect(name, case, number=0):
    middle = "" if number == 0 else f".{number + 1}"
    lines = [f"fault: {case['fault']}", "by: hand", f"read: {case['read']}"]
    lines += [f"set: {each}" for each in case.get("set", [])]
    if "sheet" in case:
        lines.append(f"sheet: {case['sheet']}")
    output = "".join(f"{line}\n" for line in case.get("output", plain))
    said = "".join(f"{line}\n" for line in case.get("said", []))
    with open(os.path.join(here, f"{name}{middle}.expect"), "w") as file:
        file.write("\n".join(lines) + f"\n---\n{output}---\n{said}")


def book(name, made, *cases, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(os.path.join(here, name), "w", method) as target:
        for part, content in made.items():
            entry = zipfile.ZipInfo(part, fixed)
            entry.compress_type = method
            target.writestr(entry, content)
    for number, case in enumerate(cases):
        expect(name, case, number)


prefixed = (
    page(rows)
    .replace("<", "<x:")
    .replace("<x:/", "</x:")
    .replace("<x:?", "<?")
    .replace("xmlns=", "xmlns:x=")
)
book(
    "xml-prefixes.xlsx",
    parts(prefixed, others={
        "xl/workbook.xml": workbook([("Data", "")]).replace("<w", "<x:w").replace("</w", "</x:w").replace("<s", "<x:s").replace("</s", "</x:s").replace("xmlns=", "xmlns:x="),
    }),
    {"fault": "elements with a prefix: `x:row`", "read": "like all others"},
)
strict = "http://purl.oclc.org/ooxml/"
book(
    "strict.xlsx",
    {name: content.replace(main, f"{strict}spreadsheetml/main").replace(office, f"{strict}officeDocument/relationships") for name, content in parts(
        page(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>Day</t></is></c><c r="B1" t="inlineStr"><is><t>Count</t></is></c></row>'
            '<row r="2"><c r="A2" t="d"><v>2024-03-31</v></c><c r="B2"><v>1</v></c></row>'
            '<row r="3"><c r="A3" t="d"><v>2024-04-01T13:45:00</v></c><c r="B3"><v>2</v></c></row>'
        )
    ).items()},
    {
        "fault": "a strict book: other namespaces, dates as ISO text",
        "read": "like all others",
        "output": ["Day,Count", "2024-03-31,1", "2024-04-01T13:45:00,2"],
    },
)
book(
    "xml-utf16.xlsx",
    {
        name: ("\ufeff" + content.replace("UTF-8", "UTF-16")).encode("utf-16-le") if name.startswith("xl/") else content
        for name, content in parts(page(rows.replace("pc-1", "pc-ü 🖥"))).items()
    },
    {"fault": "parts in UTF-16", "read": "like all others", "output": ["Host,Memory", "pc-ü 🖥,16", "pc-2,32"]},
)
book(
    "xml-utf16-big.xlsx",
    {
        name: content.replace("UTF-8", "UTF-16").encode("utf-16-be") if "sheet1" in name else content
        for name, content in parts(page(rows.replace("pc-1", "pc-ü"))).items()
    },
    {"fault": "a sheet in UTF-16, big end first, without a mark", "read": "like all others", "output": ["Host,Memory", "pc-ü,16", "pc-2,32"]},
)
book(
    "xml-latin1.xlsx",
    {
        name: content.replace("UTF-8", "ISO-8859-1").encode("latin1") if "sheet1" in name else content
        for name, content in parts(page(rows.replace("pc-1", "pc-ü"))).items()
    },
    {"fault": "a sheet in ISO-8859-1", "read": "like all others", "output": ["Host,Memory", "pc-ü,16", "pc-2,32"]},
)
book(
    "xml-marks.xlsx",
    {name: b"\xef\xbb\xbf" + content.encode() for name, content in parts().items()},
    {"fault": "a byte order mark in each part", "read": "like all others"},
)
book(
    "xml-odd.xlsx",
    parts(
        f"<?xml version='1.0'?>\n<!-- made by a report -->\n<worksheet xmlns='{main}'>\n <sheetData >\n"
        "  <row\n r='1' >\n   <c t='inlineStr'\n r='A1'><is><t xml:space='preserve'>Host</t></is></c>\n"
        "   <c r='B1' t='str'><v><![CDATA[Memory <MB> & more]]></v></c>\n  </row >\n"
        "  <row r='2'><c r='A2' t='str'><v>pc<!-- not this -->-&#49;&#x2F;&quot;&apos;&lt;&amp;&gt;</v></c><?page break?><c r='B2'><v>16</v></c></row>\n"
        "  <row r='3'><c r='A3' t='inlineStr'><is><r><t>pc</t></r><r><rPr><b/></rPr><t>-2</t></r><rPh sb='0' eb='2'><t>hint</t></rPh></is></c><c r='B3'><v> 32 </v></c></row>\n"
        "  <row r='4'><c r='A4' t='str'><v/></c><c r='B4' t='str'><v></v></c></row>\n </sheetData>\n</worksheet>"
    ),
    {
        "fault": "comments, CDATA, instructions, single quotes and blanks within the XML",
        "read": "by the rules of XML",
        "output": ["Host,Memory <MB> & more", "\"pc-1/\"\"'<&>\",16", "pc-2,32"],
    },
)
book(
    "zip-odd-names.xlsx",
    {
        "_RELS\\.RELS": relations(("a", "officeDocument", "\\Book\\Main.XML")),
        "BOOK\\main.xml": workbook([("A &amp; B &lt;1&gt;", ""), ("second", "")]),
        "book\\_rels\\MAIN.xml.rels": relations(("rId2", "worksheet", "/book/../other/Sheet%20One.xml"), ("rId1", "worksheet", "..\\other\\./zwei.xml")),
        "other/zwei.xml": page(rows),
        "other/Sheet One.xml": page(rows.replace("pc", "vm")),
        "[CONTENT_TYPES].XML": f"{head}<Types/>",
    },
    {"fault": "parts with backslashes, other case, blanks and `..` in their names", "read": "like all others"},
    {
        "fault": "a sheet whose name has characters of XML",
        "read": "by its name as the program shows it",
        "sheet": "A & B <1>",
    },
    {"fault": "the second sheet of the list, first in the zip", "read": "by its name", "sheet": "second", "output": ["Host,Memory", "vm-1,16", "vm-2,32"]},
)
book(
    "sheets-missing.xlsx",
    parts(others={
        "xl/workbook.xml": workbook([("Lost", ""), ("Chart", ""), ("Dialog", ""), ("Data", "")]),
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet9.xml"),
            ("rId2", "chartsheet", "chartsheets/sheet1.xml"),
            ("rId3", "dialogsheet", "dialogsheets/sheet1.xml"),
            ("rId4", "worksheet", "worksheets/sheet1.xml"),
        ),
        "xl/chartsheets/sheet1.xml": f'{head}<chartsheet xmlns="{main}"/>',
    }),
    {
        "fault": "a sheet that is listed and not there, a chart and a dialog among the sheets",
        "read": "the other sheets",
        "said": ['The book lists sheets that it does not have, which are left out: "Lost".'],
    },
)
book(
    "relations-missing.xlsx",
    parts(
        page('<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'),
        others={
            "_rels/.rels": None,
            "[Content_Types].xml": None,
            "xl/_rels/workbook.xml.rels": None,
            "xl/sharedStrings.xml": f'{head}<sst xmlns="{main}" count="7" uniqueCount="99"><si><t>Host</t></si><si><t>pc-1</t></si></sst>',
        },
    ),
    {"fault": "a book without relations and content types, whose shared strings are counted wrong", "read": "by the usual names of the parts", "output": ["Host", "pc-1"]},
)
book(
    "shared-strings-missing.xlsx",
    parts(
        page(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>Host</t></is></c><c r="B1" t="inlineStr"><is><t>Memory</t></is></c></row>'
            '<row r="2"><c r="A2" t="s"><v>7</v></c><c r="B2"><v>16</v></c></row>'
            '<row r="3"><c r="A3" t="inlineStr"><is><t>pc-2</t></is></c><c r="B3"><v>32</v></c></row>'
        )
    ),
    {
        "fault": "a cell that refers to a shared text that the book does not have",
        "read": "its row is rejected; the others are read",
        "output": ["Host,Memory", "pc-2,32"],
        "said": [
            "shared-strings-missing.xlsx!Data:2  row/broken-record",
            "Expected values that can be read, found a reference to a shared text that the book does not have in column A.",
            "1 record could not be decoded; an import rejects it with the text.",
        ],
    },
)
book(
    "rows-out-of-order.xlsx",
    parts(
        page(
            '<row r="3"><c r="B3"><v>32</v></c><c r="A3" t="inlineStr"><is><t>pc-2</t></is></c></row>'
            '<row r="1"><c r="A1" t="inlineStr"><is><t>Host</t></is></c></row>'
            '<row r="2"><c r="A2" t="inlineStr"><is><t>pc-1</t></is></c><c r="B2"><v>16</v></c></row>'
            '<row r="1"><c r="B1" t="inlineStr"><is><t>Memory</t></is></c></row>'
        )
    ),
    {"fault": "rows and cells out of order, a row in two pieces", "read": "in the order of the sheet"},
)
book(
    "rows-without-numbers.xlsx",
    parts(page(rows.replace(' r="1"', "").replace(' r="2"', "").replace(' r="3"', "").replace(' r="A2"', "").replace(' r="B2"', "").replace(' r="A1"', ' r=""'))),
    {"fault": "rows and cells that do not say where they stand", "read": "one after another"},
)
for name, dimension in (("small", "A1"), ("large", "A1:XFD1048576"), ("nonsense", "#REF!")):
    book(
        f"dimension-{name}.xlsx",
        parts(page(rows, f'<dimension ref="{dimension}"/>')),
        {"fault": f"a sheet that says its size is {dimension}", "read": "as it is"},
    )
book(
    "blank-and-formatted.xlsx",
    parts(
        page(
            rows
            + "".join(f'<row r="{row}" s="1" customFormat="1"><c r="A{row}" s="1"/><c r="XFD{row}" s="1"/></row>' for row in range(4, 3000))
            + '<row r="3000"><c r="A3000" t="inlineStr"><is><t>pc-3</t></is></c></row>'
        )
    ),
    {"fault": "thousands of rows with formats and no values", "read": "no rows", "output": [*plain, "pc-3,"]},
)
book(
    "formulas.xlsx",
    parts(
        page(
            '<row r="1"><c r="A1" t="str"><f>"Ho"&amp;"st"</f><v>Host</v></c><c r="B1" t="inlineStr"><is><t>Memory</t></is></c></row>'
            '<row r="2"><c r="A2" t="str"><f t="shared" ref="A2:A3" si="0">"pc-"&amp;ROW()-1</f><v>pc-1</v></c><c r="B2"><f t="array" ref="B2:B3">{1;2}*16</f><v>16</v></c></row>'
            '<row r="3"><c r="A3" t="str"><f t="shared" si="0"/><v>pc-2</v></c><c r="B3"><v>32</v></c></row>'
            '<row r="4"><c r="A4" t="b"><f>1=1</f><v>1</v></c><c r="B4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
            '<row r="5"><c r="A5"><f t="dataTable" ref="A5" dt2D="0" r1="B1"/><v>0.1</v></c><c r="B5" t="str"><f>""</f><v></v></c></row>'
            '<row r="6"><c r="A6" t="str"><v>last</v></c><c r="B6"><f>SUM(B2:B3)</f></c></row>'
        )
    ),
    {
        "fault": "formulas: shared, arrays, data tables, with truth values, errors and blanks as results, one without",
        "read": "their results; those without are counted",
        "output": ["Host,Memory", "pc-1,16", "pc-2,32", "TRUE,#DIV/0!", "0.1,", "last,"],
        "said": ['Sheet "Data" has 1 formula without a result, read as blank. Open the book in a spreadsheet program and save it, so that it has them.'],
    },
)
book(
    "alternate-content.xlsx",
    parts(
        page(
            rows.replace("<row r=\"3\">", '<row r="3" xmlns:x14ac="urn:x" x14ac:dyDescent="0.25" hidden="0">'),
            '<sheetPr/><mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice Requires="x14"><x14:dimension ref="Z9"/></mc:Choice><mc:Fallback/></mc:AlternateContent>',
            '<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice Requires="x14"><controls><control name="v"/></controls></mc:Choice></mc:AlternateContent><extLst><ext><x14:row r="9"><x14:c r="A9"><x14:v>7</x14:v></x14:c></x14:row></ext></extLst>',
        ),
        others={"xl/workbook.xml": workbook([("Data", "")], '<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice Requires="x15"><x15ac:absPath xmlns:x15ac="urn:x" url="C:\\"/></mc:Choice></mc:AlternateContent><workbookPr date1904="0"/>')},
    ),
    {"fault": "choices and extensions between the elements", "read": "the cells alone"},
)
book(
    "sheet-names-twice.xlsx",
    parts(others={
        "xl/workbook.xml": workbook([("Data", ""), ("data", "")]),
        "xl/_rels/workbook.xml.rels": relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml")),
        "xl/worksheets/sheet2.xml": page(rows.replace("pc", "vm")),
    }),
    {"fault": "two sheets of one name", "read": "the second one with a number", "sheet": "data (2)", "output": ["Host,Memory", "vm-1,16", "vm-2,32"]},
)
book("zip-stored.xlsx", parts(), {"fault": "parts that are not compressed", "read": "like all others"}, method=zipfile.ZIP_STORED)


def streamed(name, made, case, zip64):
    """A zip whose local headers know no sizes, as programs write that can't seek: they stand behind the bytes."""
    with open(os.path.join(here, name), "wb") as file:
        directory = b""
        for part, content in made.items():
            raw = content.encode()
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = packer.compress(raw) + packer.flush()
            start = file.tell()
            encoded = part.encode()
            extra = struct.pack("<HHQQ", 1, 16, 0, 0) if zip64 else b""
            sizes = (0xFFFFFFFF, 0xFFFFFFFF) if zip64 else (0, 0)
            version = 45 if zip64 else 20
            file.write(struct.pack("<4sHHHHHIIIHH", b"PK\3\4", version, 8, 8, 0, 0x5821, 0, *sizes, len(encoded), len(extra)) + encoded + extra + packed)
            file.write(struct.pack("<4sIQQ" if zip64 else "<4sIII", b"PK\7\10", zlib.crc32(raw), len(packed), len(raw)))
            if zip64:
                extra = struct.pack("<HHQQQ", 1, 24, len(raw), len(packed), start)
                sizes, at = (0xFFFFFFFF, 0xFFFFFFFF), 0xFFFFFFFF
            else:
                sizes, at = (len(packed), len(raw)), start
            directory += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", version, version, 8, 8, 0, 0x5821, zlib.crc32(raw), *sizes, len(encoded), len(extra), 0, 0, 0, 0, at) + encoded + extra
        start = file.tell()
        file.write(directory)
        if zip64:
            end = file.tell()
            file.write(struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, len(made), len(made), len(directory), start))
            file.write(struct.pack("<4sIQI", b"PK\6\7", 0, end, 1))
            file.write(struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0))
        else:
            file.write(struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(made), len(made), len(directory), start, 0))
    expect(name, case)


streamed("zip-streamed.xlsx", parts(), {"fault": "a zip with its sizes behind the bytes", "read": "like all others"}, False)
streamed("zip64.xlsx", parts(), {"fault": "a zip in the form for more than 4 GiB", "read": "like all others"}, True)
