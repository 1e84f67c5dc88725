"""Makes the files of this folder in which one table was spoilt in one way each, and what must come out of them: the table as it was.

python3 make-pollutions.py FOLDER
"""
import csv
import io
import sys
from pathlib import Path

FOLDER = Path(sys.argv[1])
NAMES = ['Code', 'Station', 'Opened', 'Seats', 'Price', 'Remark']
ROWS = [
    ['S001', 'Oakdale, west', '2019-04-12', '120', '14.50', 'ramp'],
    ['S002', 'Riverton', '2020-11-03', '85', '9.90', ''],
    ['S003', "King's Road", '2017-01-28', '240', '21.00', 'lift, new'],
    ['S004', 'Milford, harbour', '2021-06-15', '60', '8.25', ''],
    ['S005', 'Newport', '2015-09-30', '310', '30.75', 'ramp'],
    ['S006', 'Bridgend', '2018-02-07', '95', '11.10', 'closed at night'],
    ['S007', 'Lake City', '2022-12-19', '150', '16.40', ''],
    ['S008', 'Fairview, north', '2016-08-22', '205', '19.95', 'lift, new'],
    ['S009', 'Halls Creek', '2023-03-05', '75', '7.60', 'ramp'],
    ['S010', 'Springfield', '2014-05-17', '180', '17.85', ''],
]


def record(fields, delimiter=',', quote='"'):
    def written(field):
        if delimiter.strip() and delimiter.strip() in field or quote in field:
            return quote + field.replace(quote, quote * 2) + quote
        return field

    return delimiter.join(written(field) for field in fields)


def table(names=NAMES, rows=ROWS):
    out = io.StringIO()
    csv.writer(out, lineterminator='\n').writerows([names, *rows])
    return out.getvalue()


def lines(**how):
    return [record(fields, **how) for fields in [NAMES, *ROWS]]


def put(name, content, fault, read, output, said=(), settings=(), by='hand', expect=None, encoding='utf-8'):
    text = content if isinstance(content, str) else '\n'.join(content) + '\n'
    (FOLDER / name).write_bytes(text.encode(encoding))
    head = [f'fault: {fault}', f'by: {by}', f'read: {read}', *settings]
    body = '\n'.join(head) + '\n---\n' + output + '---\n' + ''.join(f'{line}\n' for line in said)
    (FOLDER / (name + (expect or '') + '.expect')).write_text(body)


def changed(at, line, base=None):
    made = list(base or lines())
    made[at : at + 1] = line if isinstance(line, list) else [line]
    return made


def repaired(where, fault, done):
    return [f'{where}  row/repaired', f'{fault}. Repaired: {done}.']


WHOLE = table()

# Column names
put('header-three.csv', ['Site,,Building,,Ticket,', 'Key,Name,Date,Size,EUR,Text', *lines()],
    'Three records with column names, the upper one over several columns', 'They are joined.',
    table(['Site / Key / Code', 'Site / Name / Station', 'Building / Date / Opened', 'Building / Size / Seats', 'Ticket / EUR / Price', 'Ticket / Text / Remark']),
    ['The first 3 records name the columns together.'])
put('names-other-delimiter.csv', [record(NAMES, ';'), *lines()[1:]],
    'Column names with semicolons above rows with commas', 'They name the columns, which is said.', WHOLE,
    ['The column names are separated by ";", the rows are not: "Code;Station;Opened;Seats;Price;Remark".'])
put('names-at-once-again.csv', [lines()[0], *lines()], 'Column names twice, one below the other', 'The second record is no row.',
    WHOLE, ['The column names come again once. That record is no row.'])
put('names-below-wide-notes.csv', ['Report,Stations,North,all,open,2024', 'Created,2024-05-01', *lines()],
    'A note as wide as a row, and one that is not, above the column names', 'Both are left out and said.', WHOLE,
    ['2 records stand before the column names and are no rows: "Report Stations North all open 2024", "Created 2024-05-01".'])

# Around the rows
put('tables-same-width-no-gap.csv', [*lines(), 'Person,Room,Phone,Team,Badge,Shift', 'P1,R12,555-0101,Ops,B7,early', 'P2,R14,555-0102,Sales,B9,late', 'P3,R15,555-0103,Ops,B2,late', 'P4,R19,555-0104,Legal,B4,early'],
    'A second table of the same width, with nothing before it', 'The first one is read, the other is said.', WHOLE,
    ['The file has 1 other table, which is not read: "rows 2" (line 13). --sheet NAME or source.dataset takes one of them.'])
put('footer-remark.csv', [*lines(), 'Prices are provisional and may change'], 'A remark below the rows, with nothing before it', 'It is left out and said.',
    WHOLE, ['The last line is no row: "Prices are provisional and may change".'])
put('footer-dos-end.csv', '\n'.join(lines()) + '\n\x1a', 'The sign with which files of DOS end', 'It is no row.',
    WHOLE, ['The last line is no row: "\\\\u001a".'])
put('trailing-delimiters-all.csv', [line + ',,' for line in lines()], 'Two delimiters at the end of each line', 'They make no columns.', WHOLE)
put('side-by-side.csv', ['Code,Seats,,Code,Price', 'S001,120,,T1,4.50', 'S002,85,,T2,5.10', 'S003,240,,,', 'S004,60,,,'],
    'Two tables side by side', 'They are read as one, which is said.',
    table(['Code', 'Seats', 'Column 3', 'Code (2)', 'Price'], [['S001', '120', '', 'T1', '4.50'], ['S002', '85', '', 'T2', '5.10'], ['S003', '240', '', '', ''], ['S004', '60', '', '', '']]),
    ['Column 3 has neither a name nor a value: if two tables stand side by side here, they are read as one.'])
put('ragged.csv', ['Code,Station,Seats,Note,Remark'] + [','.join(each) for each in [['S001', 'Oakdale', '120', 'new', 'ramp'], ['S002', 'Riverton', '85'], ['S003', 'Milford', '60', 'old'], ['S004', 'Newport', '310'], ['S005', 'Bridgend', '95', 'new', 'lift'], ['S006', 'Lake City', '150'], ['S007', 'Fairview', '205', 'old'], ['S008', 'Springfield', '180']]],
    'Blank fields at the ends of lines are left out with their delimiters', 'They are blank, which is said once.',
    table(['Code', 'Station', 'Seats', 'Note', 'Remark'], [['S001', 'Oakdale', '120', 'new', 'ramp'], ['S002', 'Riverton', '85', '', ''], ['S003', 'Milford', '60', 'old', ''], ['S004', 'Newport', '310', '', ''], ['S005', 'Bridgend', '95', 'new', 'lift'], ['S006', 'Lake City', '150', '', ''], ['S007', 'Fairview', '205', 'old', ''], ['S008', 'Springfield', '180', '', '']]),
    ['6 of the first 8 records have fewer fields than there are columns. The last fields of such records are read as blank.'])

# Dialects
put('dialect-colon.csv', lines(delimiter=':'), 'Separated by colons', 'Colons separate.', WHOLE)
put('dialect-any-sign.csv', ['"' + '"_"'.join(fields) + '"' for fields in [NAMES, *ROWS]], 'Separated by underscores, all fields in quotes', 'What stands between the quotes separates.', WHOLE.replace(',\n', ',""\n'))
put('dialect-padded.csv', [' ' + record(fields, ' , ') + ' ' for fields in [NAMES, *ROWS]], 'Blanks around all fields', 'They are no part of the values.', WHOLE)
put('dialect-escaped-bare.csv', [','.join(field.replace(',', '\\,').replace('lift', '\\"lift\\"') for field in fields) for fields in [NAMES, *ROWS]],
    'Delimiters and quotes behind backslashes, and no quotes around fields', 'The backslashes are no text.',
    table(rows=[[field.replace('lift', '"lift"') for field in fields] for fields in ROWS]), by="hand, as Python's csv does without quotes")
put('dialect-tab-ends.tsv', ['Code\tStation\tSeats'] + ['\t'.join(each) + '\t' for each in [['S001', 'Oakdale', '120'], ['S002', 'Riverton', '85'], ['S003', '', '60'], ['S004', 'Newport', '310']]],
    'Separated by tabs, with one at the end of each row and a blank field', 'Each tab separates.',
    table(['Code', 'Station', 'Seats'], [['S001', 'Oakdale', '120'], ['S002', 'Riverton', '85'], ['S003', '', '60'], ['S004', 'Newport', '310']]))
put('dialect-section-sign.csv', lines(delimiter='§') + ['S011§Größe§2013-01-01§10§1.00§café'], 'Separated by section signs, in a code page', 'The delimiter that is given is sought in its encoding.',
    table(rows=[*ROWS, ['S011', 'Größe', '2013-01-01', '10', '1.00', 'café']]), settings=['set: encoding=windows-1252', 'set: delimiter=§'], encoding='cp1252')
put('encoding-iso8859-15.csv', ['Ware,Preis,Œuvre'] + [f'Größe {n},{n} €,{word}' for n, word in enumerate(['cœur', 'sœur', 'café', 'bœuf', 'déjà'])],
    'encoded as iso8859-15 (French and German)', 'The sign of the euro and the letters of French are found.',
    table(['Ware', 'Preis', 'Œuvre'], [[f'Größe {n}', f'{n} €', word] for n, word in enumerate(['cœur', 'sœur', 'café', 'bœuf', 'déjà'])]), encoding='iso8859-15')
small = [['id', 'name', 'qty'], ['1', 'Anna', '5'], ['2', 'Bob Fisher', '12'], ['3', 'Cy', '7'], ['4', 'Dee', '11']]
widths = [max(len(fields[at]) for fields in small) for at in range(3)]
lined = [' | '.join(field.ljust(widths[at]) for at, field in enumerate(fields)) for fields in small]
ruler = '-+-'.join('-' * width for width in widths)
put('console-lines.txt', [' ' + lined[0], '-' + ruler + '-', *(' ' + line for line in lined[1:]), '(4 rows)'],
    'A table as consoles of databases print it, lined up', 'It is a table; lines and blanks are none of it.', table(small[0], small[1:]),
    ['A ruled line stands below the column names and is no row.', 'The last line is no row: "(4 rows)".'])
frame = '+-' + ruler + '-+'
put('console-frame.txt', [frame, f'| {lined[0]} |', frame, *(f'| {line} |' for line in lined[1:]), frame, '4 rows in set (0.00 sec)'],
    'A table as consoles of databases print it, in a frame', 'It is a table; the frame is none of it.', table(small[0], small[1:]),
    ['1 record stands before the column names and is no row: "+----+------------+-----+".', 'A ruled line stands below the column names and is no row.',
     'The last 2 lines are no rows: "+----+------------+-----+", "4 rows in set (0.00 sec)".'])
put('console-markdown.txt', [f'| {" | ".join(small[0])} |', '|----|------|-----|', *(f'| {" | ".join(fields)} |' for fields in small[1:])],
    'A table as Markdown has it', 'Bars and the ruled line are none of it.', table(small[0], small[1:]), ['A ruled line stands below the column names and is no row.'])

# One record
put('repair-delimiter-before-quote.csv', changed(8, 'S008"Fairview, north",2016-08-22,205,19.95,"lift, new"'),
    'A delimiter is missing before a quote, and the line has enough of them', 'The row has its cells, which is said.', WHOLE,
    repaired('repair-delimiter-before-quote.csv:9', 'Expected fields with their quotes around them, found quotes in bare fields', 'a delimiter was missing between "S008" and "Fairview, north"'))
put('repair-first-row.csv', changed(1, 'S001,"Oakdale, west"2019-04-12,120,14.50,ramp'), 'A delimiter is missing behind a quote, in the first row', 'The row has its cells, which is said.', WHOLE,
    repaired('repair-first-row.csv:2', 'Expected a delimiter or a line end behind the closing quote, found other text', 'a delimiter was missing between "Oakdale, west" and "2019-04-12"'))
put('repair-two-records.csv', changed(5, [lines()[5] + lines()[6]], lines()[:6] + lines()[7:]), 'Two records on one line', 'The line is left out and said.',
    table(rows=ROWS[:4] + ROWS[6:]),
    ['repair-two-records.csv:6  row/wrong-field-count', 'Expected 6 fields, found 11 fields; two records stand in it, with no line end between them.', '1 record could not be decoded; an import rejects it with the text.'])
put('repair-value-broken.csv', changed(6, ['S0', '06,Bridgend,2018-02-07,95,11.10,closed at night']), 'A line end in the first value of a line', 'The value is whole again, which is said.', WHOLE,
    repaired('repair-value-broken.csv:7', 'Expected 6 fields, found 1 fields', '2 lines were joined'))
put('repair-line-blanks.csv', changed(6, record(ROWS[5], ', ')), 'Blanks behind the delimiters of one line', 'They are no part of the values, which is said.', WHOLE,
    repaired('repair-line-blanks.csv:7', 'Expected values with no blank before them, found one before each', 'its delimiter is ", "'))
put('repair-line-single-quotes.csv', changed(3, ','.join("'" + field.replace("'", "''") + "'" for field in ROWS[2])), 'Single quotes in one line, one of them doubled', 'They are no part of the values, which is said.', WHOLE,
    repaired('repair-line-single-quotes.csv:4', 'Expected 6 fields, found 7 fields', 'its fields stand in single quotes'))
