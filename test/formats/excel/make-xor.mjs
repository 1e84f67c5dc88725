// Makes password-xor.xls: old-poi.xls under the protection of Excel 5, by the documentation of the format ([MS-OFFCRYPTO] 2.3.7).
// node make-xor.mjs, with SheetJS from node_modules for the container. LibreOffice 7.4 opens the result with the password.
import { readFileSync, writeFileSync } from 'node:fs';
import * as xlsx from '@e965/xlsx';

const here = new URL('./', import.meta.url);
const password = Buffer.from('Geheim-1');
const rol = (value, by, bits) => ((value << by) | (value >> (bits - by))) & (2 ** bits - 1);

/** The verifier: of the characters from behind, then of their number. */
let verifier = 0;
for (const byte of [...password].reverse().concat(password.length)) verifier = rol(verifier, 1, 15) ^ byte;
verifier ^= 0xce4b;

const initial = [0xe1f0, 0x1d0f, 0xcc9c, 0x84c0, 0x110c, 0x0e10, 0xf1ce, 0x313e, 0x1872, 0xe139, 0xd40f, 0x84f9, 0x280c, 0xa96a, 0x4ec3];
const matrix = [
  0xaefc, 0x4dd9, 0x9bb2, 0x2745, 0x4e8a, 0x9d14, 0x2a09, 0x7b61, 0xf6c2, 0xfda5, 0xeb6b, 0xc6f7, 0x9dcf, 0x2bbf, 0x4563, 0x8ac6, 0x05ad,
  0x0b5a, 0x16b4, 0x2d68, 0x5ad0, 0x0375, 0x06ea, 0x0dd4, 0x1ba8, 0x3750, 0x6ea0, 0xdd40, 0xd849, 0xa0b3, 0x5147, 0xa28e, 0x553d, 0xaa7a,
  0x44d5, 0x6f45, 0xde8a, 0xad35, 0x4a4b, 0x9496, 0x390d, 0x721a, 0xeb23, 0xc667, 0x9cef, 0x29ff, 0x53fe, 0xa7fc, 0x5fd9, 0x47d3, 0x8fa6,
  0x0f6d, 0x1eda, 0x3db4, 0x7b68, 0xf6d0, 0xb861, 0x60e3, 0xc1c6, 0x93ad, 0x377b, 0x6ef6, 0xddec, 0x45a0, 0x8b40, 0x06a1, 0x0d42, 0x1a84,
  0x3508, 0x6a10, 0xaa51, 0x4483, 0x8906, 0x022d, 0x045a, 0x08b4, 0x1168, 0x76b4, 0xed68, 0xcaf1, 0x85c3, 0x1ba7, 0x374e, 0x6e9c, 0x3730,
  0x6e60, 0xdcc0, 0xa9a1, 0x4363, 0x86c6, 0x1dad, 0x3331, 0x6662, 0xccc4, 0x89a9, 0x0373, 0x06e6, 0x0dcc, 0x1021, 0x2042, 0x4084, 0x8108,
  0x1231, 0x2462, 0x48c4,
];
let key = initial[password.length - 1];
let element = 0x68;
for (const byte of [...password].reverse()) {
  for (let bit = 0; bit < 7; bit++, element--) if ((byte << bit) & 0x40) key ^= matrix[element];
}

const filling = Buffer.from('bbffffbaffffb98000be0f00bf0f00', 'hex');
const pad = Buffer.concat([password, filling]).subarray(0, 16);
for (let at = 0; at < 16; at++) pad[at] = rol(pad[at] ^ (at % 2 ? key >> 8 : key & 0xff), 7, 8);

const container = xlsx.CFB.read(readFileSync(new URL('old-poi.xls', here)), { type: 'buffer' });
const plain = Buffer.from(xlsx.CFB.find(container, 'Workbook').content);
const first = 4 + plain.readUInt16LE(2);
const filePass = Buffer.from([0x2f, 0, 6, 0, 0, 0, key & 0xff, key >> 8, verifier & 0xff, verifier >> 8]);
const book = Buffer.concat([plain.subarray(0, first), filePass, plain.subarray(first)]);
for (let at = 0; at + 4 <= book.length; ) {
  const [id, length] = [book.readUInt16LE(at), book.readUInt16LE(at + 2)];
  const clear = [0x0809, 0x002f, 0x00e1].includes(id) ? length : id === 0x0085 ? 4 : 0;
  if (id === 0x0085) book.writeUInt32LE(book.readUInt32LE(at + 4) + filePass.length, at + 4);
  for (let index = clear; index < length; index++) {
    const place = at + 4 + index;
    book[place] = rol(book[place], 5, 8) ^ pad[(place + length) % 16];
  }
  at += 4 + length;
}
const made = xlsx.CFB.utils.cfb_new();
xlsx.CFB.utils.cfb_add(made, '/Workbook', book);
writeFileSync(new URL('password-xor.xls', here), xlsx.CFB.write(made, { type: 'buffer' }));
