import type { ExpressionText, FieldRule, Mapping, MappingSource, RecordRule } from './mapping.ts';

/**
 * A mapping as a value that can be sent to a thread, which then reads no YAML. Where each expression stands stays behind: who sends it
 * has bound it without a fault, so nobody will be told. So do its tests and its text.
 */
export interface SentMapping extends Omit<Mapping, 'source' | 'records' | 'tests' | 'text'> {
  readonly source: Omit<MappingSource, 'place' | 'options'>;
  readonly records: readonly SentRecord[];
}

interface SentRecord extends Omit<RecordRule, 'each' | 'when' | 'fields'> {
  readonly each?: SentText;
  readonly when?: SentText;
  readonly fields: readonly SentField[];
}

interface SentField extends Omit<FieldRule, 'value'> {
  readonly value: SentText;
}

type SentText = Omit<ExpressionText, 'placeAt'>;

export function toSend({ tests: _, text: __, source, ...mapping }: Mapping): SentMapping {
  const { place: ___, options: ____, ...sentSource } = source;
  return { ...mapping, source: sentSource, records: mapping.records.map(recordToSend) };
}

function recordToSend({ each, when, fields, ...rule }: RecordRule): SentRecord {
  return {
    ...rule,
    ...(each === undefined ? {} : { each: textToSend(each) }),
    ...(when === undefined ? {} : { when: textToSend(when) }),
    fields: fields.map((field) => ({ ...field, value: textToSend(field.value) })),
  };
}

function textToSend({ text, tree }: ExpressionText): SentText {
  return { text, tree };
}

/** The mapping again; places are those of the file as a whole. */
export function received(sent: SentMapping): Mapping {
  const place = () => ({ file: sent.file });
  const textOf = (text: SentText): ExpressionText => ({ ...text, placeAt: place });
  return {
    ...sent,
    text: '',
    tests: [],
    source: { ...sent.source, options: {}, place },
    records: sent.records.map(({ each, when, fields, ...rule }) => ({
      ...rule,
      ...(each === undefined ? {} : { each: textOf(each) }),
      ...(when === undefined ? {} : { when: textOf(when) }),
      fields: fields.map((field) => ({ ...field, value: textOf(field.value) })),
    })),
  };
}
