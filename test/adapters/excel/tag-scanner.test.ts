import test from 'ava';
import fc from 'fast-check';
import { decodeEntities, nameCode, TagScanner, token } from '../../../adapters/excel/xml/tag-scanner.ts';
import { escapeXml } from './books.ts';

const names = `
  worksheet sheetPr dimension sheetViews sheetView selection pane sheetFormatPr cols col sheetData row c f v is t r rPr rPh phoneticPr
  sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells mergeCell
  conditionalFormatting cfRule dataValidations dataValidation formula1 formula2 hyperlinks hyperlink printOptions pageMargins pageSetup
  headerFooter oddHeader oddFooter rowBreaks colBreaks brk customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing
  legacyDrawingHF picture oleObjects controls webPublishItems tableParts tablePart extLst ext sst si b i u strike sz color rFont family
  charset scheme vertAlign outline shadow condense extend tabColor outlinePr pageSetUpPr colorScale dataBar iconSet cfvo
  document-content scripts font-face-decls automatic-styles style table-properties body spreadsheet table table-row table-cell
  covered-table-cell table-column table-columns table-rows table-header-rows table-header-columns table-row-group p h s tab line-break
  span a annotation shapes frame custom-shape note ruby ruby-base ruby-text tracked-changes content-validations dde-links
  named-expressions named-range database-ranges calculation-settings forms detective
`;

test('no two names of the formats have the same code', (t) => {
  const all = names.trim().split(/\s+/);
  t.is(new Set(all.map(nameCode)).size, all.length);
});

test('any text comes back, wherever its bytes are cut', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }),
      fc.integer({ min: 1, max: 40 }),
      (texts, size) => {
        const bytes = Buffer.from(
          `<a>${texts.map((text) => `<x:b c='>' d="/">${escapeXml(text)}</x:b>`).join('<!-- <b> -->')}</a>`,
        );
        const xml = new TagScanner('test');
        const found: string[] = [];
        let inside = false;
        for (let at = 0; at < bytes.length; at += size) {
          xml.push(bytes.subarray(at, at + size));
          for (let kind = xml.next(); kind !== token.more; kind = xml.next()) {
            if (inside) found.push(decodeEntities(xml.bytes.toString('utf8', xml.textStart, xml.textEnd)));
            inside = kind === token.open && xml.name === nameCode('b');
          }
        }
        return JSON.stringify(found) === JSON.stringify(texts);
      },
    ),
  );
  t.pass();
});

test('attributes are told apart by their whole names', (t) => {
  const xml = new TagScanner('test');
  xml.push(Buffer.from(`<row r="5" x14:r='6' s = "a&amp;b" empty=""/>`));
  t.is(xml.next(), token.empty);
  const found: [number, string][] = [];
  while (xml.nextAttribute()) found.push([xml.attribute, xml.value()]);
  t.deepEqual(found, [
    [nameCode('r'), '5'],
    [nameCode('x14:r'), '6'],
    [nameCode('s'), 'a&b'],
    [nameCode('empty'), ''],
  ]);
});
