/** A time as ods keeps it, `PT27H30M00S`, in the text that all books give: `27:30:00`. What is no such time stays as it is. */
export function clockOfDuration(text: string): string {
  const found = /^(-?)P(?:(\d{1,9})D)?T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d+))?S)?$/.exec(text);
  if (found === null) return text;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = found;
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  const total = whole * 1000 + Math.round(Number(`0.${fraction}0`) * 1000);
  const clock = [total / 3_600_000, (total / 60_000) % 60, (total / 1000) % 60].map((part) =>
    String(Math.floor(part)).padStart(2, '0'),
  );
  const rest = total % 1000;
  return `${total > 0 ? sign : ''}${clock.join(':')}${rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`}`;
}
