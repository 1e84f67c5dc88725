"""Makes ods, fods and sxc books by hand, each with what must come out. Needs nothing."""

import os
import zipfile

here = os.path.dirname(os.path.abspath(__file__))
fixed = (2024, 1, 1, 0, 0, 0)
names = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("draw", "drawing"))
)
kind = "application/vnd.oasis.opendocument.spreadsheet"
head = '<?xml version="1.0" encoding="UTF-8"?>\n'


def text(value, more=""):
    return f'<table:table-cell office:value-type="string"{more}><text:p>{value}</text:p></table:table-cell>'


def number(value, more=""):
    return f'<table:table-cell office:value-type="float" office:value="{value}"{more}><text:p>{value}</text:p></table:table-cell>'


def row(*cells, more=""):
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def table(name, *rows, before=""):
    return f'<table:table table:name="{name}">{before}{"".join(rows)}</table:table>'


def content(*tables):
    return f'{head}<office:document-content {names}><office:body><office:spreadsheet>{"".join(tables)}</office:spreadsheet></office:body></office:document-content>'


def expect(name, *cases):
    for index, case in enumerate(cases):
        middle = "" if index == 0 else f".{index + 1}"
        lines = [f"fault: {case['fault']}", "by: hand", f"read: {case['read']}"]
        lines += [f"set: {each}" for each in case.get("set", [])]
        if "sheet" in case:
            lines.append(f"sheet: {case['sheet']}")
        output = "".join(f"{line}\n" for line in case["output"])
        said = "".join(f"{line}\n" for line in case.get("said", []))
        with open(os.path.join(here, f"{name}{middle}.expect"), "w") as file:
            file.write("\n".join(lines) + f"\n---\n{output}---\n{said}")


def ods(name, xml, *cases, mimetype=kind, others=None):
    parts = {} if mimetype is None else {"mimetype": mimetype}
    parts["content.xml"] = xml
    parts.update(others or {})
    with zipfile.ZipFile(os.path.join(here, name), "w") as target:
        for part, data in parts.items():
            entry = zipfile.ZipInfo(part, fixed)
            entry.compress_type = zipfile.ZIP_STORED if part == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(entry, data)
    expect(name, *cases)


simple = [row(text("Host"), text("Memory")), row(text("pc-1"), number(16)), row(text("pc-2"), number(32))]
plain = ["Host,Memory", "pc-1,16", "pc-2,32"]
blank = "<table:table-cell table:number-columns-repeated=\"{}\"/>"

ods(
    "repeated.ods",
    content(
        table(
            "Data",
            row(text("Host"), text("Memory"), text("Disk"), blank.format(16381)),
            row(text("pc"), number(16, ' table:number-columns-repeated="2"'), more=' table:number-rows-repeated="3"'),
            row(blank.format(16384), more=' table:number-rows-repeated="100000"'),
            row(text("last"), blank.format(1), number(1)),
            row(blank.format(16384), more=' table:number-rows-repeated="948570"'),
        )
    ),
    {
        "fault": "rows and cells that are written once and repeated, blank ones up to the end",
        "read": "as often as they are repeated; blank ones are none",
        "output": ["Host,Memory,Disk", "pc,16,16", "pc,16,16", "pc,16,16", "last,,1"],
    },
)
ods(
    "kinds.ods",
    content(
        table(
            "Data",
            row(text("Kind"), text("Value")),
            row(text("percentage"), '<table:table-cell office:value-type="percentage" office:value="0.125"><text:p>12.5%</text:p></table:table-cell>'),
            row(text("currency"), '<table:table-cell office:value-type="currency" office:currency="EUR" office:value="12.5"><text:p>12,50 €</text:p></table:table-cell>'),
            row(text("date"), '<table:table-cell office:value-type="date" office:date-value="2024-03-31"><text:p>31.03.24</text:p></table:table-cell>'),
            row(text("moment"), '<table:table-cell office:value-type="date" office:date-value="2024-03-31T13:45:00"><text:p>31.03.24 13:45</text:p></table:table-cell>'),
            row(text("time"), '<table:table-cell office:value-type="time" office:time-value="PT13H45M00S"><text:p>13:45</text:p></table:table-cell>'),
            row(text("duration"), '<table:table-cell office:value-type="time" office:time-value="PT27H30M00S"><text:p>27:30:00</text:p></table:table-cell>'),
            row(text("truth"), '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p></table:table-cell>'),
            row(text("error"), '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""><text:p>#DIV/0!</text:p></table:table-cell>'),
            row(text("formula"), '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell>'),
            row(text("formula without result"), '<table:table-cell table:formula="of:=1+1"/>'),
            row(text("exact"), number("0.1")),
            row(text("large"), number("1E+015")),
        )
    ),
    {
        "fault": "all kinds of values, shown in another language",
        "read": "the values, not what is shown",
        "output": [
            "Kind,Value",
            "percentage,0.125",
            "currency,12.5",
            "date,2024-03-31",
            "moment,2024-03-31T13:45:00",
            "time,13:45:00",
            "duration,27:30:00",
            "truth,TRUE",
            "error,#DIV/0!",
            "formula,2",
            "formula without result,",
            "exact,0.1",
            "large,1000000000000000",
        ],
        "said": ['Sheet "Data" has 1 formula without a result, read as blank. Open the book in a spreadsheet program and save it, so that it has them.'],
    },
)
ods(
    "texts.ods",
    content(
        table(
            "Data",
            row(text("Kind"), text("Text")),
            row(text("blanks"), text('a<text:s text:c="3"/>b<text:s/>')),
            row(text("tab and line"), text("a<text:tab/>b<text:line-break/>c")),
            row(text("lines"), '<table:table-cell office:value-type="string"><text:p>one</text:p><text:p/><text:p>three</text:p></table:table-cell>'),
            row(text("spans"), text('pc-<text:span text:style-name="T1">1</text:span> <text:a xlink:href="https://example.com">link</text:a>')),
            row(
                text("comment"),
                '<table:table-cell office:value-type="string"><office:annotation><text:p>not this</text:p></office:annotation><text:p>this</text:p></table:table-cell>',
            ),
            row(
                text("picture"),
                '<table:table-cell office:value-type="string"><draw:frame><draw:text-box><text:p>not this</text:p></draw:text-box></draw:frame><text:p>this</text:p></table:table-cell>',
            ),
            row(text("white\n   space"), text("&lt;a&gt; &amp; &quot;b&quot; ü 🖥")),
        )
    ),
    {
        "fault": "blanks, tabs, lines, links, comments and pictures in cells",
        "read": "the text of the cell alone",
        "output": [
            "Kind,Text",
            "blanks,a   b ",
            '"tab and line","a\tb\nc"'.replace('"tab and line"', "tab and line"),
            '"lines","one\n\nthree"'.replace('"lines"', "lines"),
            "spans,pc-1 link",
            "comment,this",
            "picture,this",
            'white space,"<a> & ""b"" ü 🖥"',
        ],
    },
)
ods(
    "merged.ods",
    content(
        table(
            "Data",
            row(
                text("Host", ' table:number-rows-spanned="2" table:number-columns-spanned="1"'),
                text("Disk", ' table:number-columns-spanned="2" table:number-rows-spanned="1"'),
                "<table:covered-table-cell/>",
            ),
            row("<table:covered-table-cell/>", text("Size"), text("Free")),
            row(text("pc-1"), number(512), number(100)),
            row(text("pc-2"), number(256), number(7)),
        )
    ),
    {
        "fault": "column names merged across and down",
        "read": "joined: `Disk / Size`",
        "output": ["Host,Disk / Size,Disk / Free", "pc-1,512,100", "pc-2,256,7"],
    },
)
hidden = content(
    table(
        "Data",
        row(text("Host"), text("Memory"), text("Note")),
        row(text("pc-1"), number(16), text("a")),
        row(text("pc-2"), number(32), text("b"), more=' table:visibility="filter"'),
        row(text("pc-3"), number(8), text("c"), more=' table:visibility="collapse"'),
        before='<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>',
    )
)
ods(
    "hidden.ods",
    hidden,
    {
        "fault": "rows that are hidden by hand or by a filter, a hidden column",
        "read": "like all others",
        "output": ["Host,Memory,Note", "pc-1,16,a", "pc-2,32,b", "pc-3,8,c"],
    },
    {
        "fault": "rows that are hidden by hand or by a filter, a hidden column, not wanted",
        "read": "left out, and said with their number",
        "set": ["hidden=skip"],
        "output": ["Host,Memory", "pc-1,16"],
        "said": ['Sheet "Data": 2 hidden rows and 1 hidden column left out.'],
    },
)
ods(
    "objects.ods",
    content(table("Data", *simple)),
    {"fault": "the contents of a chart within the book", "read": "no sheets", "output": plain},
    others={"Object 1/content.xml": content(table("local-table", row(text("x"))))},
)
ods(
    "no-mimetype.ods",
    content(table("Data", *simple)),
    {"fault": "a book that does not say in its first part what it is", "read": "by its list of parts", "output": plain},
    mimetype=None,
    others={
        "META-INF/manifest.xml": f'{head}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    },
)
with open(os.path.join(here, "flat.fods"), "w") as file:
    picture = "QUJD" * 5000
    cell = f'<table:table-cell office:value-type="string"><draw:frame><draw:image><office:binary-data>{picture}</office:binary-data></draw:image></draw:frame><text:p>pc-3</text:p></table:table-cell>'
    file.write(
        f'{head}<office:document {names} office:version="1.2" office:mimetype="{kind}"><office:meta/><office:master-styles><style:master-page><style:header><text:p>page</text:p></style:header></style:master-page></office:master-styles>'
        f'<office:body><office:spreadsheet>{table("Data", *simple, row(cell, number(8)))}{table("Other", row(text("Key")), row(text("x")))}</office:spreadsheet></office:body></office:document>'
    )
expect(
    "flat.fods",
    {"fault": "a flat ods: one XML file, with a picture in it", "read": "like an ods", "output": [*plain, "pc-3,8"]},
    {"fault": "the second sheet of a flat ods", "read": "by its name", "sheet": "Other", "output": ["Key", "x"]},
)
old = 'xmlns:office="http://openoffice.org/2000/office" xmlns:table="http://openoffice.org/2000/table" xmlns:text="http://openoffice.org/2000/text"'
ods(
    "openoffice1.sxc",
    f'{head}<!DOCTYPE office:document-content PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "office.dtd"><office:document-content {old}><office:body>'
    + table("Data", *simple).replace("office:value", "table:value")
    + "</office:body></office:document-content>",
    {"fault": "a book of OpenOffice 1", "read": "like an ods", "output": plain},
    mimetype="application/vnd.sun.xml.calc",
)
