import type { Entity, Field } from '../../model/define.ts';
import { columnsOf } from '../language/tree.ts';
import type { MappingProgram } from '../program.ts';

/** A column of texts that tell things apart: keys, serial numbers, part numbers, codes of licences and orders. */
export interface CodeColumn {
  /** As the mapping calls it. */
  readonly column: string;
  readonly index: number;
  /** The first field that is made of it. */
  readonly entity: string;
  readonly field: string;
  readonly masked: boolean;
}

/** The columns that feed such fields, each once, in the order of the mapping. */
export function codeColumns({ records, columns }: MappingProgram): readonly CodeColumn[] {
  const found = new Map<number, CodeColumn>();
  for (const { entity, fields } of records) {
    for (const { rule, field, key } of fields) {
      const names = columnsOf(rule.value.tree);
      const column = names.length === 1 ? columns.found.get(names[0]) : undefined;
      if (column?.type !== 'text' || found.has(column.index)) continue;
      if (!isCode(entity, rule.name, field, key, rule.custom !== undefined)) continue;
      const masked = columns.maskedIndexes.has(column.index);
      found.set(column.index, { column: names[0], index: column.index, entity: entity.name, field: rule.name, masked });
    }
  }
  return [...found.values()];
}

function isCode({ match = [] }: Entity, name: string, field: Field, key: boolean, custom: boolean): boolean {
  if (field.type === 'reference') return true;
  if (field.type !== 'text') return false;
  return key || (!custom && match.some((names) => names.includes(name))) || codeName.test(name);
}

const codeName =
  /serial|(?:number|code|sku|imei|imsi|iccid|ean|gtin|barcode|tag|part|order|invoice|licen[cs]e|contract|phone|zip|postal|id|no|uuid|account)(?:raw)?$/i;
