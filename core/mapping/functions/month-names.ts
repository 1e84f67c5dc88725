/** Names of months as people write them in the languages of Europe, whole and short, by themselves or behind a day. */
const names: readonly string[] = [
  'january jan januar jänner janvier janv enero ene gennaio gen januari ianuarie ian janeiro stycznia styczeń sty leden ledna led tammikuu tammikuuta ocak oca január января январь янв',
  'february feb februar février fevrier févr fév fevr fev febrero febbraio februari februarie fevereiro lutego luty lut únor února úno helmikuu helmikuuta şubat şub február февраля февраль фев',
  'march mar märz maerz mär mrz mars marzo maart mrt março marco martie marca marzec března březen bře maaliskuu maaliskuuta mart március marec марта март мар',
  'april apr avril avr abril abr aprile aprilie kwietnia kwiecień kwi dubna duben dub huhtikuu huhtikuuta nisan nis április apríl апреля апрель апр',
  'may mai mayo maggio mag mei maio maj května květen kvě toukokuu toukokuuta mayıs máj május мая май',
  'june jun juni juin junio giugno giu iunie iun junho czerwca czerwiec cze června červen čvn kesäkuu kesäkuuta haziran haz június jún июня июнь июн',
  'july jul juli juillet juil julio luglio lug iulie iul julho lipca lipiec lip července červenec čvc heinäkuu heinäkuuta temmuz tem július júl июля июль июл',
  'august aug août aout agosto ago augustus augusti sierpnia sierpień sie srpna srpen srp elokuu elokuuta ağustos ağu augusztus августа август авг',
  'september sep sept septembre septiembre settembre set septembrie setembro września wrzesień wrz září zář syyskuu syyskuuta eylül eyl szeptember сентября сентябрь сен',
  'october oct oktober okt octobre octubre ottobre ott octombrie outubro out października październik paź říjen října říj lokakuu lokakuuta ekim eki október октября октябрь окт',
  'november nov novembre noviembre noiembrie novembro listopada lis marraskuu marraskuuta kasım kas ноября ноябрь ноя',
  'december dec dezember dez décembre decembre déc diciembre dic dicembre decembrie dezembro grudnia grudzień gru prosinec prosince pro joulukuu joulukuuta aralık ara desember des декабря декабрь дек',
];

// Listopad is November in Poland and October in Croatia: a short name of one language that is another month elsewhere is left out.
const months: ReadonlyMap<string, number> = new Map(
  names.flatMap((month, index) => month.split(' ').map((name): [string, number] => [name.normalize('NFC'), index + 1])),
);

/** The month, from 1, of a name in any case. */
export function monthOfName(name: string): number | undefined {
  return months.get(name.toLowerCase().normalize('NFC')) ?? months.get(name.toLocaleLowerCase('tr').normalize('NFC'));
}

/** The English name of a month, from 1. */
export function nameOfMonth(month: number): string {
  const [name] = names[month - 1].split(' ');
  return `${name[0].toUpperCase()}${name.slice(1)}`;
}
