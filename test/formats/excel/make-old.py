"""Makes the books of older formats in test/formats/excel: old-*.xls and what goes with them, from one table of known cells.

/usr/bin/python3 make-old.py, with xlwt 1.3, openpyxl 3.0, python3-uno and LibreOffice 7.4, ssconvert of gnumeric 1.12 and
libapache-poi-java 4.0 from Debian, perl's Spreadsheet::WriteExcel 2.40, and SheetJS from node_modules. CI does not need it.
"""

import datetime
import glob
import os
import subprocess
import tempfile
import time

import openpyxl
import xlwt

here = os.path.dirname(os.path.abspath(__file__))
work = tempfile.mkdtemp()
names = ["Host", "Size", "Seen", "At", "Share", "Code", "Up", "Span", "Note"]
day, moment, clock, share, code, span = "dd/mm/yyyy", "yyyy-mm-dd hh:mm", "hh:mm:ss", "0.0%", "00000", "[h]:mm"
rows = [
    ["Bürö-1", 1.5, (45382, day), (0.5729166666666666, clock), (0.125, share), (1234, code), True, (1.25, span), "00123"],
    ["pc-2", -7, (45383.25, moment), (0.25, clock), (1, share), (7, code), False, (0.5, span), "a\nb"],
    ["pc-3", 123456789012, (1, day), (0.75, clock), (-0.5, share), (99999, code), True, (2, span), '"x"'],
]
values = """Host,Size,Seen,At,Share,Code,Up,Span,Note
Bürö-1,1.5,2024-03-31,13:45:00,0.125,1234,TRUE,30:00:00,00123
pc-2,-7,2024-04-01T06:00:00,06:00:00,1,7,FALSE,12:00:00,"a
b"
pc-3,123456789012,1900-01-01,18:00:00,-0.5,99999,TRUE,48:00:00,\"\"\"x\"\"\"
"""
displayed = """Host,Size,Seen,At,Share,Code,Up,Span,Note
Bürö-1,1.5,31/03/2024,13:45:00,12.5%,01234,TRUE,30:00,00123
pc-2,-7,2024-04-01 06:00,06:00:00,100.0%,00007,FALSE,12:00,"a
b"
pc-3,1.23457E+11,01/01/1900,18:00:00,-50.0%,99999,TRUE,48:00,\"\"\"x\"\"\"
"""


def expect(file, fault, by, read, output, said="", settings=(), suffix=""):
    head = [f"fault: {fault}", f"by: {by}", f"read: {read}", *[f"set: {each}" for each in settings]]
    with open(os.path.join(here, file + suffix + ".expect"), "w") as out:
        out.write("\n".join(head) + "\n---\n" + output + "---\n" + said + ("\n" if said else ""))


def both(file, fault, by, output=values, shown=displayed):
    expect(file, fault, by, "values as in an xlsx", output)
    expect(file, fault, by, "as the program shows it", shown, settings=["cells=displayed"], suffix=".displayed")


def by_openpyxl():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Hosts"
    sheet.append(names)
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            value, form = cell if isinstance(cell, tuple) else (cell, "General")
            at = sheet.cell(index + 2, column + 1, value)
            at.number_format = form
    path = os.path.join(work, "base.xlsx")
    book.save(path)
    return path


def by_xlwt():
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Hosts")
    for column, name in enumerate(names):
        sheet.write(0, column, name)
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            value, form = cell if isinstance(cell, tuple) else (cell, "General")
            sheet.write(index + 1, column, value, xlwt.easyxf(num_format_str=form))
    book.save(os.path.join(here, "old-xlwt.xls"))
    both("old-xlwt.xls", "an xls of Excel 97", "xlwt 1.3")


def by_gnumeric(base):
    for kind, fault in (("biff7", "an xls of Excel 95"), ("biff8", "an xls of Excel 97"), ("dsf", "an xls for both Excel 95 and 97")):
        file = f"old-gnumeric-{kind}.xls"
        subprocess.run(["ssconvert", "-T", f"Gnumeric_Excel:excel_{kind}", base, os.path.join(here, file)], check=True, stderr=subprocess.DEVNULL)
        both(file, fault, "gnumeric 1.12")


def by_sheetjs(base):
    script = """
import * as xlsx from '@e965/xlsx';
import { readFileSync, writeFileSync } from 'node:fs';
const book = xlsx.read(readFileSync(process.argv[1]), { cellNF: true });
for (const [type, file] of [['biff5', 'old-sheetjs-biff5.xls'], ['biff8', 'old-sheetjs-biff8.xls'], ['xlsb', 'old-sheetjs.xlsb'], ['xlml', 'old-sheetjs-xml2003.xls'], ['html', 'old-sheetjs-page.xls']])
  writeFileSync(process.argv[2] + '/' + file, xlsx.write(book, { type: 'buffer', bookType: type, compression: true }));
for (const cell of Object.values(book.Sheets.Hosts)) if (cell.t === 's') cell.v = cell.v.replace(/[^ -~\\n]/g, 'u');
for (const type of ['biff2', 'biff3', 'biff4'])
  writeFileSync(process.argv[2] + '/old-sheetjs-' + type + '.xls', xlsx.write(book, { type: 'buffer', bookType: type }));
"""
    root = os.path.join(here, "..", "..", "..")
    subprocess.run(["node", "--input-type=module", "-e", script, base, here], check=True, cwd=root)
    ascii_values, ascii_displayed = values.replace("ü", "u").replace("ö", "u"), displayed.replace("ü", "u").replace("ö", "u")
    for kind in ("2", "3", "4"):
        both(f"old-sheetjs-biff{kind}.xls", f"an xls of Excel {kind}: records without a container", "SheetJS 0.20.3", ascii_values, ascii_displayed)
    both("old-sheetjs-biff5.xls", "an xls of Excel 95 whose writer has no umlauts", "SheetJS 0.20.3", values.replace("ü", "_").replace("ö", "_"), displayed.replace("ü", "_").replace("ö", "_"))
    both("old-sheetjs-biff8.xls", "an xls of Excel 97", "SheetJS 0.20.3")
    both("old-sheetjs.xlsb", "a binary xlsx", "SheetJS 0.20.3")
    both("old-sheetjs-xml2003.xls", "XML of Excel 2003 that is named xls", "SheetJS 0.20.3")
    both("old-sheetjs-page.xls", "a web page that is named xls, with the values of its cells in attributes", "SheetJS 0.20.3")


def by_perl():
    script = r"""
use Spreadsheet::WriteExcel; use utf8;
my $book = Spreadsheet::WriteExcel->new($ARGV[0]); my $sheet = $book->add_worksheet('Hosts');
my $date = $book->add_format(num_format => 'dd/mm/yyyy');
$sheet->write_row(0, 0, ['Host', 'Size', 'Seen', 'Double']);
$sheet->write_string(1, 0, 'Bürö-1'); $sheet->write_number(1, 1, 1.5); $sheet->write_number(1, 2, 45382, $date); $sheet->write_formula(1, 3, '=B2*2');
$sheet->write_string(2, 0, '007'); $sheet->write_number(2, 1, -7); $sheet->write_number(2, 2, 45383, $date); $sheet->write_formula(2, 3, '=B3*2');
my $hidden = $book->add_worksheet('Hidden'); $hidden->write_row(0, 0, ['a', 'b']); $hidden->hide();
my $chart = $book->add_chart(type => 'column', name => 'Chart') if $book->can('add_chart');
$book->close();
"""
    subprocess.run(["perl", "-e", script, os.path.join(here, "old-perl.xls")], check=True)
    expect("old-perl.xls", "formulas that nobody has calculated, a hidden sheet, a chart", "Spreadsheet::WriteExcel 2.40", "formulas without a result are blank and counted",
           "Host,Size,Seen,Double\nBürö-1,1.5,2024-03-31,\n007,-7,2024-04-01,\n",
           'Sheet "Chart" has a chart, not cells, so it is left out.\nSheet "Hosts" has 2 formulas without a result, read as blank. Open the book in a spreadsheet program and save it, so that it has them.')


def by_poi():
    source = os.path.join(work, "Make.java")
    with open(source, "w") as out:
        out.write(r"""
import org.apache.poi.hssf.usermodel.*; import org.apache.poi.hssf.record.crypto.*; import org.apache.poi.poifs.crypt.*; import org.apache.poi.poifs.filesystem.*; import java.io.*; import java.nio.file.*;
public class Make {
 static HSSFWorkbook book() { HSSFWorkbook book = new HSSFWorkbook(); HSSFSheet sheet = book.createSheet("Hosts"); String[][] texts = {{"Host", "Size"}, {"B\u00fcr\u00f6-1", "00123"}, {"pc-2", "\u65e5\u672c"}};
  for (int row = 0; row < 3; row++) { HSSFRow at = sheet.createRow(row); for (int column = 0; column < 2; column++) at.createCell(column).setCellValue(texts[row][column]); } return book; }
 static void save(HSSFWorkbook book, String file) throws Exception { try (OutputStream out = new FileOutputStream(file)) { book.write(out); } }
 public static void main(String[] a) throws Exception { String to = a[1] + "/";
  HSSFWorkbook book = book(); HSSFSheet sheet = book.getSheetAt(0); sheet.getRow(0).createCell(2).setCellValue("Both"); sheet.getRow(1).createCell(2).setCellFormula("A2&\"/\"&B2"); sheet.getRow(2).createCell(2).setCellFormula("1/0");
  HSSFFormulaEvaluator.evaluateAllFormulaCells(book); save(book, to + "old-poi.xls");
  Biff8EncryptionKey.setCurrentUserPassword("Geheim-1"); save(book(), to + "password-poi.xls"); Biff8EncryptionKey.setCurrentUserPassword(null);
  for (String[] each : new String[][] {{"Geheim-1", "password-standard.xlsx"}, {"VelvetSweatshop", "password-silent.xlsx"}}) { POIFSFileSystem fs = new POIFSFileSystem(); EncryptionInfo info = new EncryptionInfo(EncryptionMode.standard); Encryptor encryptor = info.getEncryptor(); encryptor.confirmPassword(each[0]);
   try (OutputStream out = encryptor.getDataStream(fs)) { out.write(Files.readAllBytes(Paths.get(a[0]))); } try (OutputStream out = new FileOutputStream(to + each[1])) { fs.writeFilesystem(out); } }
 } }
""")
    small = small_xlsx()
    jars = ":".join(each for each in glob.glob("/usr/share/java/*.jar") if any(word in each for word in ("poi", "xmlbeans", "commons")))
    subprocess.run(["java", "-cp", jars, source, small, here], check=True, stderr=subprocess.DEVNULL)
    expect("old-poi.xls", "an xls whose formulas were calculated", "POI 4.0", "their results", 'Host,Size,Both\nBürö-1,00123,Bürö-1/00123\npc-2,日本,#DIV/0!\n')
    locked("password-poi.xls", "an xls under a password (RC4 by the library of Windows)", "POI 4.0", "Host,Size\nBürö-1,00123\npc-2,日本\n")
    locked("password-standard.xlsx", 'an xlsx under a password, as Excel 2007 encrypts ("standard")', "POI 4.0")
    expect("password-silent.xlsx", "an xlsx that is encrypted so that nobody changes it", "POI 4.0", "opened without a password, as Excel does", small_values)
    return small


small_values = "Host,Size\nBürö-1,1.5\npc-2,-7\n"


def small_xlsx():
    book = openpyxl.Workbook()
    book.active.title = "Hosts"
    for row in (["Host", "Size"], ["Bürö-1", 1.5], ["pc-2", -7]):
        book.active.append(row)
    path = os.path.join(work, "small.xlsx")
    book.save(path)
    return path


def locked(file, fault, by, output=small_values):
    expect(file, fault, by, "with its password", output, settings=["password=file:test/formats/excel/.password"])
    expect(file, fault, by, "refused with `source/password`", "",
           f"{file}  source/password\nThe book is protected by a password, and none was given. Give it as a reference, with --set source.password=env:NAME or password: env:NAME in the mapping, or save a copy without one.",
           suffix=".2")


def by_libreoffice(base, small):
    import uno
    from com.sun.star.beans import PropertyValue

    def property_of(name, value):
        made = PropertyValue()
        made.Name, made.Value = name, value
        return made

    office = subprocess.Popen(["timeout", "150", "soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--norestore", "--accept=pipe,name=tributary;urp;"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(60):
        try:
            remote = resolver.resolve("uno:pipe,name=tributary;urp;StarOffice.ComponentContext")
            break
        except Exception:
            time.sleep(1)
    desktop = remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
    for path, files in ((base, (("old-libreoffice.xls", "MS Excel 97", None), ("old-libreoffice.html", "HTML (StarCalc)", None))),
                        (small, (("password-rc4.xls", "MS Excel 97", "Geheim-1"), ("password.ods", "calc8", "Geheim-1")))):
        document = desktop.loadComponentFromURL(f"file://{path}", "_blank", 0, (property_of("Hidden", True),))
        for file, form, password in files:
            given = [property_of("FilterName", form)]
            if password:
                given.append(property_of("Password", password))
            document.storeToURL(f"file://{here}/{file}", tuple(given))
        document.close(True)
    try:
        desktop.terminate()
    except Exception:
        pass
    office.wait()
    both("old-libreoffice.xls", "an xls of Excel 97", "LibreOffice 7.4")
    # LibreOffice shows all digits, and the first day of its calendar is another one.
    both("old-libreoffice.html", "a web page with the values of its cells in attributes", "LibreOffice 7.4",
         shown=displayed.replace("1.23457E+11", "123456789012").replace("01/01/1900", "31/12/1899"))
    locked("password-rc4.xls", "an xls under a password (RC4 of Excel 97)", "LibreOffice 7.4")
    locked("password.ods", "an ods under a password", "LibreOffice 7.4")


def by_officecrypto(small):
    subprocess.run(["npm", "install", "--silent", "--prefix", work, "officecrypto-tool@0.0.19"], check=True)
    script = """
const { encrypt } = require('officecrypto-tool'); const { readFileSync, writeFileSync } = require('fs');
writeFileSync(process.argv[2], encrypt(readFileSync(process.argv[1]), { password: 'Geheim-1' }));
"""
    subprocess.run(["node", "-e", script, small, os.path.join(here, "password-agile.xlsx")], check=True, cwd=work)
    locked("password-agile.xlsx", 'an xlsx under a password, as Excel 2010 and later encrypt ("agile")', "officecrypto-tool 0.0.19")


if __name__ == "__main__":
    base = by_openpyxl()
    by_xlwt()
    by_gnumeric(base)
    by_sheetjs(base)
    by_perl()
    small = by_poi()
    by_libreoffice(base, small)
    by_officecrypto(small)
