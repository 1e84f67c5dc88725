"""Makes the web pages, single-file pages, XML of Excel 2003, SYLK, DIF and dBase files in test/formats/excel, and books with the wrong name.

/usr/bin/python3 make-pages.py. All are written by hand, as the programs named in them write. CI does not need it.
"""

import os
import shutil
import struct

here = os.path.dirname(os.path.abspath(__file__))


def make(file, content, fault, read, output, said="", settings=(), by="hand", sheet=None):
    with open(os.path.join(here, file), "wb") as out:
        out.write(content if isinstance(content, bytes) else content.encode())
    expect(file, fault, read, output, said, settings, by=by, sheet=sheet)


def expect(file, fault, read, output, said="", settings=(), suffix="", by="hand", sheet=None):
    head = [f"fault: {fault}", f"by: {by}", f"read: {read}", *[f"set: {each}" for each in settings]]
    if sheet:
        head.append(f"sheet: {sheet}")
    with open(os.path.join(here, file + suffix + ".expect"), "w") as out:
        out.write("\n".join(head) + "\n---\n" + output + "---\n" + said + ("\n" if said else ""))


excel_page = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:x="urn:schemas-microsoft-com:office:excel"
xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv=Content-Type content="text/html; charset=windows-1252">
<meta name=ProgId content=Excel.Sheet>
<style>
<!--table {mso-displayed-decimal-separator:"\\.";}
.xl24 {mso-number-format:"\\@";}
.xl25 {mso-number-format:"dd\\/mm\\/yyyy";}
.xl26 {mso-number-format:"0\\.00\\0022 kg\\0022";}
-->
</style>
<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>Hosts</x:Name></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]-->
</head>
<body>
<table x:str border=0>
 <col width=64>
 <tr height=17><td>Name</td><td>Serial</td><td>Seen</td><td>Weight</td><td>Up</td><td>Failed</td></tr>
 <tr><td>Gr\xf6\xdfe &amp; Co<br>Zweite&nbsp;Zeile</td><td class=xl24>00123</td><td class=xl25 x:num="45382">31/03/2024</td><td class=xl26 x:num="1.5">1.50 kg</td><td x:bool="TRUE">TRUE</td><td x:err="#N/A">#N/A</td></tr>
 <tr><td>  two \n   words </td><td>&nbsp;</td><td class=xl25 x:num="45383">01/04/2024</td><td x:num>-7</td><td x:bool="FALSE">FALSE</td><td x:num="1234.5">1,234.50</td></tr>
</table>
</body></html>
"""
make("page-excel.xls", excel_page.encode("latin1"), "a web page that Excel has saved, named xls, in windows-1252", "values from the attributes of its cells",
     'Name,Serial,Seen,Weight,Up,Failed\n"Größe & Co\nZweite\u00a0Zeile",00123,2024-03-31,1.5,TRUE,#N/A\ntwo words,,2024-04-01,-7,FALSE,1234.5\n', by="hand, as Excel 2003")
expect("page-excel.xls", "the same", "as the program shows it",
       'Name,Serial,Seen,Weight,Up,Failed\n"Größe & Co\nZweite\u00a0Zeile",00123,31/03/2024,1.50 kg,TRUE,#N/A\ntwo words,,01/04/2024,-7,FALSE,"1,234.50"\n', settings=["cells=displayed"], suffix=".displayed", by="hand, as Excel 2003")

report = """<html><head><title>Report</title></head><body>
<table><tr><td><img src="logo.png"></td></tr></table>
<h2>Assets</h2>
<p>Printed 2024-03-31</p>
<table border=1><thead><tr><th>Host<th>Owner<th>Cost</thead>
<tbody><tr><td>pc-1<td>M&uuml;ller &euro;<td>1.5
<tr><td>pc-2<td><b>Li</b> <i>Na</i><td>2
</table>
<p>Licenses</p>
<table><tr><td>Product</td><td>Count</td></tr><tr><td>Office</td><td>3</td></tr><tr><td>CAD</td><td>1</td></tr></table>
</body></html>
"""
assets = "Host,Owner,Cost\npc-1,Müller €,1.5\npc-2,Li Na,2\n"
above = 'Sheet "{}": What stands above the column names is left out: "{}".'
make("page-report.xls", report, "a report as a web page named xls: a logo, titles, two tables, tags that are not closed", "each table is a sheet, by the heading above it; the first is the default", assets,
     above.format("Printed 2024-03-31", "Assets / Printed 2024-03-31"))
expect("page-report.xls", "the same", "the second table", "Product,Count\nOffice,3\nCAD,1\n", suffix=".2", sheet="Licenses")

make("page-utf16.xls", b"\xff\xfe" + "<table><tr><th>Имя</th><th>日本</th></tr><tr><td>дом</td><td>&#26085;</td></tr></table>".encode("utf-16-le"),
     "a table alone, in UTF-16, named xls", "as it is", "Имя,日本\nдом,日\n")
make("page-spans.html", """<table>
<tr><th rowspan=2>Host</th><th colspan=2>Disk</th></tr>
<tr><th>Size</th><th>Free</th></tr>
<tr><td rowspan="2">pc-1</td><td>10</td><td>1</td></tr>
<tr><td>20</td><td>2</td></tr>
<tr><td>pc-2</td><td>30</td><td>3</td></tr>
</table>""", "cells over several columns and rows in a web page", "as merged cells of a book", "Host,Disk / Size,Disk / Free\npc-1,10,1\n,20,2\npc-2,30,3\n")
make("page-nested.xls", """<table><tr><td>
 <table><tr><td>Report of hosts</td></tr></table>
 <table><tr><td>Host</td><td>Size</td></tr><tr><td>pc-1</td><td>1</td></tr><tr><td>pc-2</td><td>2</td></tr></table>
</td></tr></table>""", "tables inside a table that only makes the layout", "the inner tables below each other", "Host,Size\npc-1,1\npc-2,2\n", above.format("Sheet1", "Report of hosts"))
make("page-pages.xls", "".join(f"<table><tr><td>Host</td><td>Size</td></tr><tr><td>pc-{n}</td><td>{n}</td></tr><tr><td>pc-{n + 1}</td><td>{n + 1}</td></tr></table>" for n in (1, 3)),
     "a report in pages: each is a table that begins with the column names", "one table", "Host,Size\npc-1,1\npc-2,2\npc-3,3\npc-4,4\n", 'Sheet "Sheet1": 1 row that repeats the column names is left out.')
make("page-cut.xls", "<html><body><table><tr><td>Host</td><td>Size</td></tr><tr><td>pc-1</td><td>1</td></tr><tr><td>pc-", "a web page that is cut off within a cell", "refused with `source/damaged`", "",
     "page-cut.xls  source/damaged\nExpected a whole book, found that it is cut off in row 3. Fetch the file again, or save it again with a spreadsheet program.")
make("page-without-table.xls", "<html><body><p>Your session has expired, please log in.</p></body></html>", "a page of a web server in place of the book", "refused with `source/unknown-format`", "",
     "page-without-table.xls  source/unknown-format\nExpected a spreadsheet, found a web page without a table. Open it in a spreadsheet program and save it as xlsx.")


def sheet_part(number, body):
    return f"""
------=_NextPart
Content-Location: file:///C:/0/book_files/sheet00{number}.htm
Content-Transfer-Encoding: quoted-printable
Content-Type: text/html; charset="utf-8"

<html xmlns:x=3D"urn:schemas-microsoft-com:office:excel"><body>
<table>{body}</table></body></html>
"""


mht = """MIME-Version: 1.0
X-Document-Type: Workbook
Content-Type: multipart/related; boundary="----=_NextPart"

This document is a Single File Web Page.

------=_NextPart
Content-Location: file:///C:/0/book.htm
Content-Transfer-Encoding: quoted-printable
Content-Type: text/html; charset="us-ascii"

<html xmlns:x=3D"urn:schemas-microsoft-com:office:excel"><head><xml><x:ExcelWorkbook>
<x:ExcelWorksheets><x:ExcelWorksheet><x:Name>Old</x:Name><x:WorksheetSource HRef=3D"book_files/sheet002.htm"/></x:ExcelWorksheet>
<x:ExcelWorksheet><x:Name>Hosts</x:Name><x:WorksheetSource HRef=3D"book_fi=
les/sheet001.htm"/></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml></head><frameset><frame></frameset></html>
""" + sheet_part(1, "<tr><td>Host</td><td>Size</td></tr><tr><td>B=C3=BCro</td><td x:num=3D\"1.5\">1,50</td></tr>") + sheet_part(2, "<tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr>") + "\n------=_NextPart--\n"
make("page.mht", mht, "a web page in a single file, of two sheets", "each sheet by the name that the index gives it", "Host,Size\nBüro,1.5\n", by="hand, as Excel 2003", sheet="Hosts")
make("page-cut.mht", mht[:-300], "the same, cut off", "refused with `source/damaged`", "", "page-cut.mht  source/damaged\nExpected a whole book, found that its end is missing. Fetch the file again, or save it again with a spreadsheet program.", by="hand, as Excel 2003")

xml = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">
 <Styles>
  <Style ss:ID="Default" ss:Name="Normal"/>
  <Style ss:ID="s21"><NumberFormat ss:Format="Short Date"/></Style>
  <Style ss:ID="s22"><NumberFormat ss:Format="00000"/></Style>
  <Style ss:ID="s23"><NumberFormat ss:Format="General Date"/></Style>
  <Style ss:ID="s24"><NumberFormat ss:Format="Percent"/></Style>
 </Styles>
 <Worksheet ss:Name="Notes"><Table><Row><Cell><Data ss:Type="String">hidden</Data></Cell></Row></Table>
  <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
 <Worksheet ss:Name="Hosts">
  <Table ss:ExpandedColumnCount="6" x:FullRows="1">
   <Column ss:Index="2" ss:Width="80"/>
   <Row><Cell><Data ss:Type="String">Host</Data></Cell><Cell><Data ss:Type="String">Code</Data></Cell><Cell><Data ss:Type="String">Seen</Data></Cell><Cell><Data ss:Type="String">Share</Data></Cell><Cell><Data ss:Type="String">Up</Data></Cell><Cell><Data ss:Type="String">Twice</Data></Cell></Row>
   <Row ss:Index="3"><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>B\u00fc</B><Font>ro&#10;1</Font></ss:Data><Comment><ss:Data>no value</ss:Data></Comment></Cell><Cell ss:StyleID="s22"><Data ss:Type="Number">123</Data></Cell><Cell ss:StyleID="s21"><Data ss:Type="DateTime">2024-03-31T00:00:00.000</Data></Cell><Cell ss:StyleID="s24"><Data ss:Type="Number">0.125</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell><Cell ss:Formula="=RC[-4]*2"><Data ss:Type="Number">246</Data></Cell></Row>
   <Row><Cell><Data ss:Type="String">pc-2</Data></Cell><Cell ss:Index="3" ss:StyleID="s23"><Data ss:Type="DateTime">2024-04-01T13:45:00.000</Data></Cell><Cell><Data ss:Type="Number">12345678901234567890</Data></Cell><Cell><Data ss:Type="Error">#DIV/0!</Data></Cell><Cell ss:Formula="=RC[-4]*2"/></Row>
  </Table>
 </Worksheet>
</Workbook>
"""
said = 'Sheet "Hosts" has 1 formula without a result, read as blank. Open the book in a spreadsheet program and save it, so that it has them.'
make("xml2003.xls", xml, "XML of Excel 2003 named xls: rich text, comments, cells and rows left out", "as an xlsx",
     'Host,Code,Seen,Share,Up,Twice\n"Büro\n1",123,2024-03-31,0.125,TRUE,246\npc-2,,2024-04-01T13:45:00,12345678901234567890,#DIV/0!,\n', said, by="hand, as Excel 2003")
expect("xml2003.xls", "the same", "as the program shows it",
       'Host,Code,Seen,Share,Up,Twice\n"Büro\n1",00123,3/31/2024,12.50%,TRUE,246\npc-2,,4/1/2024 13:45,1.23457E+19,#DIV/0!,\n', said, settings=["cells=displayed"], suffix=".displayed", by="hand, as Excel 2003")
make("xml2003-utf16.xml", b"\xff\xfe" + xml.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16-le"), "XML of Excel 2003 in UTF-16", "as in UTF-8",
     'Host,Code,Seen,Share,Up,Twice\n"Büro\n1",123,2024-03-31,0.125,TRUE,246\npc-2,,2024-04-01T13:45:00,12345678901234567890,#DIV/0!,\n', said)
make("xml2003-cut.xml", xml[:-40], "XML of Excel 2003 that is cut off", "refused with `source/damaged`", "", "xml2003-cut.xml  source/damaged\nExpected a whole book, found that its end is missing. Fetch the file again, or save it again with a spreadsheet program.")


def named(file, original, fault, read, output, said="", sheet=None):
    shutil.copyfile(os.path.join(here, original), os.path.join(here, file))
    expect(file, fault, read, output, said, sheet=sheet)


def small(file, content, fault, output, said=""):
    make(file, content, fault, "by its bytes, not by its name", output, said)


small("named-csv.xls", "Host,Size\npc-1,00123\npc-2,2\n", "csv that is named xls", "Host,Size\npc-1,00123\npc-2,2\n")
small("named-text.xls", "Host\tSize\npc-1\t00123\npc-2\t2\n", "text with tabs that is named xls", "Host,Size\npc-1,00123\npc-2,2\n")
small("named-text-utf16.xls", b"\xff\xfe" + "Host\tSize\nBüro\t00123\npc-2\t2\n".encode("utf-16-le"), 'text with tabs in UTF-16 ("Unicode text") that is named xls', "Host,Size\nBüro,00123\npc-2,2\n")
small("named-page.csv", "<table><tr><td>Host</td><td>Size</td></tr><tr><td>pc-1</td><td>1</td></tr></table>", "a web page that is named csv", "Host,Size\npc-1,1\n")
small("id.csv", "ID;Name\n7;pc-1\n8;pc-2\n", "csv that begins with ID, which Excel takes for SYLK", "ID,Name\n7,pc-1\n8,pc-2\n")
named("named-xls.csv", "old-poi.xls", "an xls that is named csv", "by its bytes, not by its name", "Host,Size,Both\nBürö-1,00123,Bürö-1/00123\npc-2,日本,#DIV/0!\n")
named("named-xls.xlsx", "old-poi.xls", "an xls that is named xlsx", "by its bytes, not by its name", "Host,Size,Both\nBürö-1,00123,Bürö-1/00123\npc-2,日本,#DIV/0!\n")
named("named-xlsx.xls", "one-row-of-numbers.xlsx", "an xlsx that is named xls", "by its bytes, not by its name", open(os.path.join(here, "one-row-of-numbers.xlsx.expect")).read().split("---\n")[1])

with open(os.path.join(here, "old-gnumeric-biff8.xls"), "rb") as book:
    whole = book.read()
make("xls-cut.xls", whole[: len(whole) // 2], "an xls of which half was copied", "refused with `source/damaged`", "",
     "xls-cut.xls  source/damaged\nExpected a whole book, found that its list of streams is missing. Fetch the file again, or save it again with a spreadsheet program.", by="gnumeric 1.12, cut")

sylk = "ID;PWXL;N;E\r\nP;PGeneral\r\nP;Pdd/mm/yyyy\r\nP;P00000\r\nF;P0;DG0G10;M300\r\nB;Y3;X4;D0 0 2 3\r\n" \
    'C;Y1;X1;K"Host"\r\nC;X2;K"Seen"\r\nC;X3;K"Code"\r\nC;X4;K"Up"\r\n' \
    'C;Y2;X1;K"B\x1bNHuro;;1"\r\nF;P1;FG0G;X2\r\nC;K45382\r\nF;P2;FG0G;X3\r\nC;K123\r\nC;X4;KTRUE\r\n' \
    'C;Y3;X1;K"a\x1b :b"\r\nC;X3;K-1.5;EProduct(3,-0.5)\r\nC;X4;K#N/A\r\nE\r\n'
make("sylk.slk", sylk, "SYLK: escapes of signs, formats before their cells", "values as in an xlsx", 'Host,Seen,Code,Up\nBüro;1,2024-03-31,123,TRUE\n"a\nb",,-1.5,#N/A\n', by="hand, as Excel")
expect("sylk.slk", "the same", "as the program shows it", 'Host,Seen,Code,Up\nBüro;1,31/03/2024,00123,TRUE\n"a\nb",,-1.5,#N/A\n', settings=["cells=displayed"], suffix=".displayed", by="hand, as Excel")
make("sylk-cut.slk", sylk[:-3], "SYLK that is cut off", "refused with `source/damaged`", "", "sylk-cut.slk  source/damaged\nExpected a whole book, found that its end is missing. Fetch the file again, or save it again with a spreadsheet program.", by="hand, as Excel")

dif = 'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,3\r\n""\r\nTUPLES\r\n0,3\r\n""\r\nDATA\r\n0,0\r\n""\r\n' \
    '-1,0\r\nBOT\r\n1,0\r\n"Host"\r\n1,0\r\n"Size"\r\n1,0\r\n"Up"\r\n' \
    '-1,0\r\nBOT\r\n1,0\r\n"Büro ""1"""\r\n0,1.5\r\nV\r\n0,1\r\nTRUE\r\n' \
    '-1,0\r\nBOT\r\n1,0\r\n"=""00123"""\r\n0,0\r\nNA\r\n0,0\r\nFALSE\r\n-1,0\r\nEOD\r\n'
make("dif.dif", dif.encode("cp1252"), "DIF: texts, numbers, truth values, nothing known", "texts as they are", 'Host,Size,Up\n"Büro ""1""",1.5,TRUE\n00123,#N/A,FALSE\n', by="hand, as Excel")
make("dif-cut.dif", dif[:-30], "DIF that is cut off", "refused with `source/damaged`", "", "dif-cut.dif  source/damaged\nExpected a whole book, found that its end is missing. Fetch the file again, or save it again with a spreadsheet program.", by="hand, as Excel")


def field(name, kind, length, decimals=0):
    return struct.pack("<11sc4xBB14x", name.encode(), kind.encode(), length, decimals)


fields = field("HOST", "C", 8) + field("SIZE", "N", 6, 1) + field("SEEN", "D", 8) + field("UP", "L", 1) + field("COUNT", "I", 4) + field("NOTE", "M", 10)
row = lambda mark, host, size, seen, up, count: mark + host.ljust(8).encode("cp850") + size.rjust(6).encode() + seen.encode() + up.encode() + struct.pack("<i", count) + b" " * 10
table = [row(b" ", "Büro-1", "1.5", "20240331", "T", 7), row(b"*", "gone", "9.9", "20240331", "F", 1), row(b" ", "pc-2", "", "        ", "?", -7)]
head = 32 + len(fields) + 1
dbf = struct.pack("<BBBBIHH17xB2x", 0x83, 124, 3, 31, len(table), head, len(table[0]), 0x02) + fields + b"\r" + b"".join(table) + b"\x1a"
make("dbase.dbf", dbf, "a table of dBase in the code page of DOS: a deleted row, a memo", "the rows that are not deleted", "HOST,SIZE,SEEN,UP,COUNT,NOTE\nBüro-1,1.5,2024-03-31,TRUE,7,\npc-2,,,,-7,\n",
     "1 row is marked as deleted and left out.\nThe texts of NOTE lie in a file beside this one and are read as blank.", by="hand, as dBase IV")
make("dbase-cut.dbf", dbf[:-60], "a table of dBase that is cut off", "refused with `source/damaged`", "", "dbase-cut.dbf  source/damaged\nExpected a whole book, found that it has 1 of its 3 rows. Fetch the file again, or save it again with a spreadsheet program.", by="hand, as dBase IV")
