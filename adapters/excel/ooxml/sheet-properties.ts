import { limits } from '../limits.ts';
import { type Area, areaOf, type RowSink } from '../table/row-sink.ts';
import { nameCode, type TagScanner } from '../xml/tag-scanner.ts';
import { wholeNumber } from './cell-bytes.ts';

/**
 * Reads the tag under way, if it is one of those before and after the rows by which a sheet tells what it is: hidden columns and merged
 * cells go to the sink, the size that it says it has is the result.
 */
export function readProperty(xml: TagScanner, sink: RowSink): Area | undefined {
  if (xml.name === tags.dimension) return areaIn(xml);
  if (xml.name === tags.mergeCell) {
    const area = areaIn(xml);
    if (area !== undefined) sink.merged?.(area);
  } else if (xml.name === tags.col) readColumns(xml, sink);
  return undefined;
}

export function isTrue(value: string): boolean {
  return value === '1' || value === 'true' || value === 'on';
}

function areaIn(xml: TagScanner): Area | undefined {
  while (xml.nextAttribute()) if (xml.attribute === attributes.ref) return areaOf(xml.value());
  return undefined;
}

function readColumns(xml: TagScanner, sink: RowSink): void {
  let [first, last, hidden] = [0, 0, false];
  while (xml.nextAttribute()) {
    if (xml.attribute === attributes.min) first = wholeNumber(xml.bytes, xml.valueStart, xml.valueEnd);
    else if (xml.attribute === attributes.max) last = wholeNumber(xml.bytes, xml.valueStart, xml.valueEnd);
    else if (xml.attribute === attributes.hidden) hidden = isTrue(xml.value());
  }
  if (hidden && first >= 1) sink.hiddenColumns?.(first - 1, Math.min(last, limits.columns) - 1);
}

const tags = { dimension: nameCode('dimension'), mergeCell: nameCode('mergeCell'), col: nameCode('col') };
const attributes = { ref: nameCode('ref'), min: nameCode('min'), max: nameCode('max'), hidden: nameCode('hidden') };
