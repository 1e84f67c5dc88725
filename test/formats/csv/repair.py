"""Makes repair-*.csv and what is expected of them: one table, in which one record is damaged in one way. Run here: python3 repair.py"""

HEAD = ["host", "user", "city", "bought", "price", "note"]
ROWS = [
    ["PC-1042", "smith", "New York", "2024-01-31", "812.50", 'the "new" one'],
    ["PC-1043", "jones", "Berlin", "2024-02-11", "1204.00", ""],
    ["NB-2117", "weber", "Berlin", "2024-02-12", "960.00", "spare, second floor"],
    ["NB-2118", "novak", "Paris", "2024-03-01", "1015.90", ""],
    ["PC-1044", "rossi", "New York", "2024-03-08", "799.00", "old rack"],
    ["PC-1045", "berg", "Paris", "2024-04-15", "850.00", ""],
    ["NB-2119", "jansen", "Berlin", "2024-05-20", "1120.00", "for guests"],
    ["NB-2120", "dubois", "Oslo", "2024-06-02", "1120.00", ""],
    ["PC-1046", "garcia", "Oslo", "2024-06-30", "745.25", ""],
    ["PC-1047", "kowalski", "Berlin", "2024-07-07", "745.25", "broken, replaced"],
]


def field(text):
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\n') else text


def record(cells):
    return ",".join(field(cell) for cell in cells)


def changed(row, column, value):
    return [value if at == column else cell for at, cell in enumerate(ROWS[row])]


# name, fault, how it is read, row, text in the file, cells (None: rejected), what is found, what is said of it
CASES = [
    ("field-missing", "a record without one of its fields", "The field is blank: all others stand in columns that fit.", 4,
     "PC-1044,rossi,2024-03-08,799.00,old rack", changed(4, 2, ""), "5 fields", '"city" is blank'),
    ("delimiter-missing", "a record in which a delimiter is missing", "The two values are told apart.", 4,
     "PC-1044,rossi,New York2024-03-08,799.00,old rack", ROWS[4], "5 fields",
     '"New York2024-03-08" was divided into "New York" and "2024-03-08"'),
    ("delimiter-surplus", "a record with a delimiter too many", "The blank field is left out.", 4,
     "PC-1044,,rossi,New York,2024-03-08,799.00,old rack", ROWS[4], "7 fields", 'a blank field before "user" was left out'),
    ("delimiter-bare", "a delimiter inside of a field that is not quoted", "It is part of the field.", 2,
     "NB-2117,weber,Berlin,2024-02-12,960.00,spare, second floor", ROWS[2], "7 fields", '"spare" and " second floor" are one field'),
    ("quote-not-closed", "a quote that is not closed", "It is closed before the next delimiter; no other record is lost.", 4,
     'PC-1044,rossi,"New York,2024-03-08,799.00,old rack', ROWS[4],
     "a quote that is not closed, or a longer record", 'the quote before "New York" was closed behind it'),
    ("quote-not-escaped", "quotes inside of a quoted field that are not doubled", "They are text.", 4,
     'PC-1044,rossi,New York,2024-03-08,799.00,"old "blue" rack"', changed(4, 5, 'old "blue" rack'), "other text",
     r'quotes inside "old \"blue\" rack" are text'),
    ("quote-stray", "a quote in the middle of a bare field", "It is left out: no other value of the column has one.", 4,
     'PC-1044,rossi,New York,2024-0"3-08,799.00,old rack', ROWS[4], "quotes in bare fields", 'a stray quote was left out of "2024-03-08"'),
    ("quote-closed-early", "text behind a closing quote", "It belongs to the field.", 4,
     'PC-1044,rossi,"New" York,2024-03-08,799.00,old rack', ROWS[4], "other text",
     'the text behind the closing quote belongs to "New York"'),
    ("line-other-delimiter", "one record with another delimiter", "It is read with its own.", 4,
     "PC-1044;rossi;New York;2024-03-08;799.00;old rack", ROWS[4], "1 fields", "its delimiter is a semicolon"),
    ("line-enclosed", "one record in quotes as a whole", "They are left out.", 2,
     '"NB-2117,weber,Berlin,2024-02-12,960.00,""spare, second floor"""', ROWS[2], "1 fields",
     "the quotes around the whole record were left out"),
    ("line-broken", "a record on two lines, without quotes", "The lines are joined.", 4,
     "PC-1044,rossi,New\nYork,2024-03-08,799.00,old rack", changed(4, 2, "New\nYork"), "3 fields", "2 lines were joined"),
]

for name, fault, read, row, text, cells, found, done in CASES:
    path = "repair-" + name + ".csv"
    lines = [record(HEAD)] + [text if at == row else record(each) for at, each in enumerate(ROWS)]
    with open(path, "w", newline="") as out:
        out.write("\n".join(lines) + "\n")
    expected = {"other text": "a delimiter or a line end behind the closing quote",
                "quotes in bare fields": "fields with their quotes around them",
                "a quote that is not closed, or a longer record": "a record that ends within 1048576 bytes, its quotes closed"}.get(found, "6 fields")
    rows = [record(HEAD)] + [record(cells if at == row else each) for at, each in enumerate(ROWS)]
    with open(path + ".expect", "w", newline="") as out:
        out.write(f"fault: {fault}\nby: repair.py\nread: {read}\n---\n" + "\n".join(rows) + "\n---\n")
        out.write(f"{path}:{row + 2}  row/repaired\n  Expected {expected}, found {found}. Repaired: {done}.\n")
