/** A number format as web pages and the XML of Excel name it: some codes have names there. */
export function codeOfNamedFormat(written: string): string {
  return named.get(written.trim().toLowerCase()) ?? written;
}

const named = new Map([
  ['general', 'General'],
  ['general number', 'General'],
  ['general date', 'm/d/yyyy h:mm'],
  ['long date', 'dddd, mmmm dd, yyyy'],
  ['medium date', 'd-mmm-yy'],
  ['short date', 'm/d/yyyy'],
  ['long time', 'h:mm:ss AM/PM'],
  ['medium time', 'h:mm AM/PM'],
  ['short time', 'h:mm'],
  ['currency', '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)'],
  ['euro currency', '[$€-2] #,##0.00_);[Red]\\([$€-2] #,##0.00\\)'],
  ['fixed', '0.00'],
  ['standard', '#,##0.00'],
  ['percent', '0.00%'],
  ['scientific', '0.00E+00'],
  ['yes/no', '"Yes";"Yes";"No"'],
  ['true/false', '"True";"True";"False"'],
  ['on/off', '"On";"On";"Off"'],
]);
