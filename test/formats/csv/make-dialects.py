"""Writes one table by many dialects and encodings, with what must be read of each: python3 make-dialects.py"""
import csv
import io
import os

here = os.path.dirname(os.path.abspath(__file__))
table = [
    ["id", "name", "price", "seen", "note"],
    ["0017", "Dell U2412", "1,299.00", "2024-01-31", 'screen, 24" wide'],
    ["0018", "HP Z2", "899.50", "2024-02-01", "box; cable"],
    ["0019", "Zebra ZT230", "1,050.00", "2024-02-03", 'the "new" one'],
    ["0020", "Canon", "75.00", "2024-02-29", "spare | used"],
]
plain = [[cell.replace('"', "").replace(",", "") for cell in row] for row in table]


def output(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def keep(name, data, rows, fault, read, said=()):
    with open(os.path.join(here, name), "wb") as file:
        file.write(data)
    lines = [f"fault: {fault}", "by: Python 3.11, csv module and by hand", f"read: {read}", "---", output(rows) + "---"]
    with open(os.path.join(here, name + ".expect"), "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(lines) + ("\n" + "\n".join(said) if said else "") + "\n")


def written(rows, end="\n", **dialect):
    text = io.StringIO()
    csv.writer(text, lineterminator=end, **dialect).writerows(rows)
    return text.getvalue()


def joined(rows, sign, end="\n"):
    return "".join(sign.join(row) + end for row in rows)


def dialect(name, text, rows, fault, read="By its dialect, found from the records."):
    keep(f"dialect-{name}.csv", text.encode(), rows, fault, read)


for name, sign in [("semicolon", ";"), ("tab", "\t"), ("pipe", "|"), ("space", " "), ("caret", "^"), ("tilde", "~")]:
    dialect(name, written(table, delimiter=sign), table, f"fields are separated by {sign!r}")
for name, sign in [("comma-blank", ", "), ("two-pipes", "||"), ("pipe-in-blanks", " | "), ("two-colons", "::")]:
    rows = [[cell.replace("|", "/").replace(";", "") for cell in row] for row in plain]
    dialect(name, joined(rows, sign), rows, f"fields are separated by {sign!r}")
dialect("single-quotes", written(table, quotechar="'"), table, "single quotes enclose fields")
dialect("backticks", written(table, quotechar="`", quoting=csv.QUOTE_ALL), table, "backticks enclose fields")
dialect("all-quoted", written(table, end="\r\n", quoting=csv.QUOTE_ALL), table, "every field is quoted")
backslash = dict(doublequote=False, escapechar="\\", quoting=csv.QUOTE_ALL)
dialect("backslash", written(table, **backslash), table, "backslashes escape quotes")
dialect("nul-escape", written(table, doublequote=False, escapechar="\0", quoting=csv.QUOTE_ALL), table, "a zero byte escapes quotes")
dialect(
    "unescaped",
    "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in table),
    table,
    "quotes inside of quoted fields are not escaped",
    "A quote ends its field before a delimiter or a line end only.",
)
dialect("decimal-commas", "id;size;price\n1;1,5;2,25\n2;3,5;4,75\n3;7,0;8,5\n",
        [["id", "size", "price"], ["1", "1,5", "2,25"], ["2", "3,5", "4,75"], ["3", "7,0", "8,5"]], "more commas than delimiters")
dialect("lists", "id,tags,owner\n1,a;b;c,Ann\n2,d;e;f,Bob\n3,g;h;i,Eve\n",
        [["id", "tags", "owner"], ["1", "a;b;c", "Ann"], ["2", "d;e;f", "Bob"], ["3", "g;h;i", "Eve"]], "as many semicolons in cells as delimiters")
dialect("json-cells", 'id\tdata\n1\t{"a": 1, "b": [1, 2]}\n2\t{"a": 2, "b": [3, 4]}\n',
        [["id", "data"], ["1", '{"a": 1, "b": [1, 2]}'], ["2", '{"a": 2, "b": [3, 4]}']], "JSON in cells, with quotes and commas")
dialect("inches", "id\tsize\n1\t24\" wide\n2\t\"big\" one\n3\t5\" disk\n4\t\"small\" one\n",
        [["id", "size"], ["1", '24" wide'], ["2", '"big" one'], ["3", '5" disk'], ["4", '"small" one']], "quotes are text, and enclose nothing", "Quotes are text.")
dialect("wrapped", "".join('"' + line.replace('"', '""') + '"\r\n' for line in written(table).splitlines()), table,
        "each line is enclosed in quotes once more", "The outer quotes are taken off.")
columns = [["Name", "Version", "Installed"], ["7-Zip 19", "19.00", "2024-01-02"], ["Firefox ESR", "115.6", "2023-12-24"], ["Git", "2.43.0", "2024-01-15"]]
dialect("columns", "".join("".join(cell.ljust(14) for cell in row).rstrip() + "\n" for row in columns), columns,
        "columns are lined up by blanks", "Two or more blanks separate.")
numbers = [["id", "size", "used"], ["1", "2000", "12"], ["12", "300", "1333"], ["123", "40000", "4"]]
dialect("columns-right", "".join("".join(cell.rjust(8) for cell in row) + "\n" for row in numbers), numbers,
        "columns of numbers are lined up by blanks on the right", "Blanks separate; those at the beginning mean nothing.")
for name, end in [("lf", "\n"), ("crlf", "\r\n"), ("cr", "\r")]:
    dialect(f"end-{name}", written(table, end=end)[: -len(end)], table, f"records end with {name.upper()}, the last one with nothing")
mixed = written(table).split("\n")
dialect("end-mixed", "\r\n".join(mixed[:2]) + "\r" + "\n".join(mixed[2:]), table, "records end with CRLF, CR and LF")

people = {
    "cp1250": ("Polish and Czech", [["imię", "miasto"], ["Małgorzata Wiśniewska", "Łódź"], ["Jiří Dvořák", "Plzeň"], ["Grażyna Żak", "Gdańsk"]]),
    "iso8859-2": ("Polish", [["imię", "miasto"], ["Małgorzata Wiśniewska", "Łódź"], ["Stanisław Kąkol", "Świętochłowice"], ["Grażyna Żak", "Gdańsk"]]),
    "cp1251": ("Russian", [["имя", "город"], ["Анна Иванова", "Москва"], ["Пётр Сидоров", "Новосибирск"]]),
    "koi8-r": ("Russian", [["имя", "город"], ["Анна Иванова", "Москва"], ["Пётр Сидоров", "Новосибирск"], ["Ольга Петрова", "Казань"]]),
    "cp866": ("Russian of DOS", [["имя", "город"], ["Анна Иванова", "Москва"], ["Пётр Сидоров", "Новосибирск"]]),
    "cp1252": ("German and French", [["Name", "Stadt"], ["Jürgen Müller", "Köln"], ["Hélène François", "Besançon"], ["Zoë Weiß", "Düsseldorf"]]),
    "cp850": ("German of DOS", [["Name", "Stadt"], ["Jürgen Müller", "Köln"], ["Günter Weiß", "Düsseldorf"], ["Käthe Jäger", "Würzburg"]]),
    "cp1253": ("Greek", [["Όνομα", "Πόλη"], ["Γιώργος Παπαδόπουλος", "Αθήνα"], ["Μαρία Νικολάου", "Θεσσαλονίκη"]]),
    "cp1254": ("Turkish", [["ad", "şehir"], ["Ayşe Yıldırım", "İstanbul"], ["Oğuz Çağlar", "Eskişehir"], ["Işıl Güneş", "Iğdır"]]),
    "cp1257": ("Latvian and Lithuanian", [["vārds", "pilsēta"], ["Jānis Bērziņš", "Rīga"], ["Līga Kalniņa", "Rēzekne"], ["Ieva Ozoliņa", "Liepāja"]]),
    "shift_jis": ("Japanese", [["名前", "都市"], ["田中太郎", "東京都"], ["鈴木花子", "大阪市"], ["佐藤一郎", "札幌"]]),
    "gb18030": ("Chinese", [["姓名", "城市"], ["张伟", "北京市"], ["王芳", "上海市"], ["李娜", "广州"]]),
    "big5": ("Chinese of Taiwan", [["姓名", "城市"], ["陳怡君", "台北市"], ["林志明", "高雄市"], ["黃淑芬", "台中市"]]),
    "euc-kr": ("Korean", [["이름", "도시"], ["김민수", "서울특별시"], ["이영희", "부산"], ["박지훈", "대구"]]),
    "utf-8-sig": ("any", [["имя", "Stadt"], ["Анна", "Köln"]]),
    "utf-16": ("any", [["имя", "Stadt"], ["Анна", "Köln"]]),
    "utf-16-le": ("Russian, no mark", [["имя", "город"], ["Анна Иванова", "Москва"]]),
    "utf-16-be": ("Russian, no mark", [["имя", "город"], ["Анна Иванова", "Москва"]]),
}
for name, (language, rows) in people.items():
    rows = [["id"] + rows[0]] + [[str(at + 1)] + row for at, row in enumerate(rows[1:])]
    keep(f"encoding-{name}.csv", written(rows, end="\r\n", delimiter=";").encode(name), rows,
         f"encoded as {name} ({language})", "In its encoding, found from the words.")
rows = [["id", "Name"], ["1", "Müller"], ["2", "Jürgen"], ["3", "Käthe"], ["4", "François"]]
keep("encoding-mac.csv", written(rows, end="\r").encode("mac_roman"), rows, "from an old Macintosh: its letters, and CR behind each record",
     "In its encoding, found from the words.")

