import test from 'ava';
import { decoderOf } from '../../../core/adapter/encodings/code-pages.ts';
import { guessEncoding } from '../../../core/adapter/encodings/guess.ts';
import { encoded } from './encoded.ts';

/** What stands in real files: names of people and places, a few words. */
const texts: Readonly<Record<string, string>> = {
  German: 'Müller,Köln,Straße\nJäger,Düsseldorf,Schlüssel\nGröße,Übung,Höhe\nWeiß,München,Gerät',
  French: 'François,Besançon,clé\nHélène,Orléans,numéro\nBenoît,Nîmes,état\nThérèse,Sète,modèle',
  Spanish: 'José,Peña,Málaga\nMuñoz,Cádiz,dirección\nÁngel,Logroño,teléfono',
  Portuguese: 'João,São Paulo,endereço\nConceição,Guimarães,descrição\nLuís,Brasília,número',
  Danish: 'Søren,København,Østergade\nJørgensen,Århus,Kjær\nMøller,Ærø,bygning på',
  Swedish: 'Åsa,Malmö,Västerås\nBjörn,Göteborg,Örebro\nHåkan,Jönköping,värde',
  Icelandic: 'Guðrún,Reykjavík,Þór\nSigurður,Akureyri,Hafnarfjörður\nJóhann,Ísafjörður,bær',
  Polish: 'Łukasz,Łódź,Świętosława\nGrażyna,Poznań,Żółkiewski\nMałgorzata,Kraków,źródło\nWiśniewski,Gdańsk,wartość',
  Czech:
    'Dvořák,Plzeň,Růžena\nNovotný,Ústí nad Labem,Jiří\nČerný,České Budějovice,Tomáš\nŠťastný,Hradec Králové,počítač',
  Hungarian: 'Szabó,Győr,Erzsébet\nKovács,Székesfehérvár,Gergő\nTőkés,Kőbánya,fűtés\nNagy,Üllői út,Zoltán',
  Romanian: 'Ştefan,Iaşi,Mureş\nŢepeş,Constanţa,Bistriţa\nIonuţ,Timişoara,Brăila',
  Croatian: 'Đorđević,Šibenik,Čačić\nKovačević,Zagreb,Željko\nŠimić,Varaždin,uređaj',
  Russian: 'Иванов,Москва,Отдел продаж\nПетрова,Санкт-Петербург,Бухгалтерия\nСидоров,Новосибирск,Компьютер',
  Ukrainian: 'Шевченко,Київ,Відділ збуту\nКоваленко,Львів,Бухгалтерія\nБойко,Дніпро,Пристрій',
  Greek: 'Παπαδόπουλος,Αθήνα,Τμήμα\nΓεωργίου,Θεσσαλονίκη,Υπολογιστής\nΝικολάου,Πάτρα,Άνθρωπος',
  Turkish: 'Yıldırım,İstanbul,Şişli\nÇağlar,Iğdır,Beyoğlu\nOğuz,Eskişehir,bilgisayar adı\nGüneş,Diyarbakır,Ağrı',
  Lithuanian:
    'Žukauskas,Šiauliai,Panevėžys\nPetrauskienė,Klaipėda,Marijampolė\nŠimkus,Mažeikiai,Jonušas\nKazlauskas,Utenos apskritis,įrenginys',
  Latvian: 'Bērziņš,Rīga,Kalniņa\nOzoliņa,Liepāja,Jūrmala\nKrūmiņš,Rēzekne,Ādaži\nZariņš,Cēsis,Līga',
  Estonian: 'Mägi,Pärnu,Jõhvi\nSõber,Kärdla,Võru\nTõnu,Põltsamaa,väärtus\nŠmidt,Jõgeva,Žürii',
  Hebrew: 'כהן,תל אביב,מחלקת מכירות\nלוי,ירושלים,מחשב נייד\nמזרחי,חיפה,הנהלת חשבונות',
  Arabic: 'محمد,القاهرة,قسم المبيعات\nأحمد,الرياض,جهاز كمبيوتر\nفاطمة,بغداد,المحاسبة',
  Thai: 'สมชาย,กรุงเทพมหานคร,ฝ่ายขาย\nสมหญิง,เชียงใหม่,คอมพิวเตอร์',
  Japanese: '田中,東京都,営業部\n鈴木,大阪市,パソコン\n佐藤,札幌,システム開発の担当',
  Chinese: '张伟,北京市,销售部\n王芳,上海市,计算机\n李娜,广州,财务部门',
  Taiwanese: '陳怡君,台北市,業務部\n林志明,高雄,電腦設備\n黃淑芬,台中,財務部門',
  Korean: '김민수,서울특별시,영업부\n이영희,부산,컴퓨터\n박지훈,대구,회계팀',
};

const western = ['windows-1252', 'macintosh', 'ibm850'];
const central = ['windows-1250', 'iso-8859-2', 'ibm852'];
const cases: readonly [language: string, encodings: readonly string[]][] = [
  ['German', [...western, 'ibm437']],
  ['French', [...western, 'ibm437']],
  ['Spanish', ['windows-1252', 'macintosh', 'ibm850']],
  ['Portuguese', western],
  ['Danish', western],
  ['Swedish', [...western, 'ibm437']],
  ['Icelandic', ['windows-1252', 'ibm850']],
  ['Polish', central],
  ['Czech', central],
  ['Hungarian', central],
  ['Romanian', central],
  ['Croatian', central],
  ['Russian', ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5']],
  ['Ukrainian', ['windows-1251', 'koi8-u', 'iso-8859-5']],
  ['Greek', ['windows-1253', 'iso-8859-7']],
  ['Turkish', ['windows-1254']],
  ['Lithuanian', ['windows-1257']],
  ['Latvian', ['windows-1257']],
  ['Estonian', ['windows-1257']],
  ['Hebrew', ['windows-1255']],
  ['Arabic', ['windows-1256']],
  ['Thai', ['windows-874']],
  ['Japanese', ['shift_jis', 'euc-jp']],
  ['Chinese', ['gb18030']],
  ['Taiwanese', ['big5']],
  ['Korean', ['euc-kr']],
];

for (const [language, encodings] of cases) {
  for (const encoding of encodings) {
    test(`${language} in ${encoding} is read as it was written`, (t) => {
      const bytes = encoded(texts[language], encoding);
      const { encoding: found, runnerUp } = guessEncoding([bytes]);
      t.is(decoderOf(found).decode(bytes), texts[language], `${found} ${JSON.stringify(runnerUp)}`);
    });
  }
}

test('9 of 10 files with a single line are read as they were written', (t) => {
  const lines = cases.flatMap(([language, encodings]) =>
    encodings.flatMap((encoding) => texts[language].split('\n').map((line) => ({ line, encoding }))),
  );
  const misread = lines.filter(({ line, encoding }) => {
    const bytes = encoded(line, encoding);
    return decoderOf(guessEncoding([bytes]).encoding).decode(bytes) !== line;
  });
  t.log(
    `${lines.length - misread.length} of ${lines.length}; not: ${misread.map(({ line, encoding }) => `${encoding} ${line}`).join('; ')}`,
  );
  t.true(misread.length <= lines.length / 10);
});
