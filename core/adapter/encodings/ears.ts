import { commonSigns, letterPairs } from './languages.ts';

/** How likely a word is in a language, as a logarithm to base 2. It comes with the character before it and the one behind. */
export type Ear = (word: string) => number;

/** Hears the letters beyond ASCII with their neighbours. */
export function languageEar(language: string): Ear {
  const pairs = pairsOf(language);
  const letters = ownLetters(pairs);
  const isLatin = /\p{Script=Latin}/u.test([...letters].join(''));
  const isOwn = (sign: string) => sign < '\u0080' || letters.has(sign);
  const chance = (first: string, second: string): number => {
    if (!isOwn(first) || !isOwn(second)) return -21;
    const known = pairs.get(first + second);
    if (known !== undefined) return known + (isLatin ? latinSeldom : 0);
    return isLatin || !/[a-z]/.test(first + second) ? -14 : -21;
  };
  return (word) => {
    let sum = 0;
    for (let at = 0; at < word.length; at++) {
      const sign = word[at];
      if (sign < '\u0080') continue;
      const before = word[at - 1] ?? ' ';
      const behind = word[at + 1] ?? ' ';
      if (!letter.test(sign)) sum += symbolChance(sign, before, behind);
      else {
        const lower = lowered(sign);
        // A pair of two letters beyond ASCII is heard once.
        if (before < '\u0080' || !letter.test(before)) sum += chance(blankOr(before), lower);
        sum += chance(lower, blankOr(behind));
        // Within a word, a capital follows no small letter.
        if (isUpper(sign) && (isLower(before) || (isUpper(before) && isLower(behind)))) sum -= 14;
        if (isLower(sign) && isUpper(behind)) sum -= 14;
      }
    }
    return sum;
  };
}

/** In Latin texts most letters are ASCII; here it is known that one is not. */
const latinSeldom = 4.5;

const cache = new Map<string, ReadonlyMap<string, number>>();

function pairsOf(language: string): ReadonlyMap<string, number> {
  const known = cache.get(language);
  if (known !== undefined) return known;
  const pairs = new Map<string, number>();
  // Code pages have the cedillas that Romanian was written with before it had letters of its own.
  const text = (letterPairs[language] ?? '').replaceAll('ș', 'ş').replaceAll('ț', 'ţ');
  for (let at = 0; at < text.length; at += 3) pairs.set(text.slice(at, at + 2), -Number.parseInt(text[at + 2], 36) / 2);
  cache.set(language, pairs);
  return pairs;
}

/** The letters that a language needs; the names of countries bring in others. */
function ownLetters(pairs: ReadonlyMap<string, number>): ReadonlySet<string> {
  const shares = new Map<string, number>();
  for (const [pair, chance] of pairs) {
    for (const sign of pair) if (sign >= '\u0080') shares.set(sign, (shares.get(sign) ?? 0) + 2 ** chance);
  }
  const all = [...shares.values()].reduce((sum, share) => sum + share, 0) / 2;
  return new Set([...shares].filter(([, share]) => share > all * 0.006).map(([sign]) => sign));
}

const letter = /[\p{L}\p{M}]/u;

function lowered(sign: string): string {
  return sign === 'İ' ? 'i' : sign.toLowerCase();
}

function blankOr(sign: string): string {
  return letter.test(sign) ? lowered(sign) : ' ';
}

function isUpper(sign: string): boolean {
  return sign !== sign.toLowerCase();
}

function isLower(sign: string): boolean {
  return sign !== sign.toUpperCase();
}

/** Signs stand at the edges of words, few of them within. */
function symbolChance(sign: string, before: string, behind: string): number {
  const inside = letter.test(before) && letter.test(behind);
  if (/[\u0080-\u009f\ufffd]/.test(sign)) return -40;
  if (sign === '’') return inside && isUpper(behind) ? -8 : inside ? -16 : -13;
  if (inside) return sign === '·' && before === 'l' ? -12 : /[\u00ad–]/.test(sign) ? -22 : -34;
  if (sign === '°') return /[\d ]/.test(before) ? -8 : -16;
  if (/[€£¥]/.test(sign)) return /[\d ]/.test(before) || /[\d ]/.test(behind) ? -10 : -18;
  if (/[“”„«»–—…‘‚]/.test(sign)) return -13;
  if (/[\u00a0©®™§]/.test(sign)) return letter.test(behind) ? -30 : /[ \d]/.test(behind) ? -16 : -24;
  if (/[²³ºª]/.test(sign)) return /[m\d]/.test(before) ? -14 : -26;
  if (/[½¼¾µ×±¿¡•№]/.test(sign)) return -17;
  return -26;
}

/** Hears the characters of East Asia one by one. */
export function signEar(encoding: string): Ear {
  const isJapanese = encoding === 'shift_jis' || encoding === 'euc-jp';
  const isKorean = encoding === 'euc-kr';
  const common = new Set(
    isJapanese ? commonSigns.japanese + japanese : isKorean ? commonSigns.korean : commonSigns.chinese + chinese,
  );
  const usual = firstLevel(encoding);
  const chance = (sign: string): number => {
    if (/[\ufffd\u0080-\u009f\ue000-\uf8ff]/.test(sign)) return -60;
    if (common.has(sign)) return -9;
    if (/[\u3041-\u30fc]/.test(sign)) return isJapanese ? -8 : -20;
    if (/[\u3000-\u3002\u300a-\u3011\uff01-\uff5e]/.test(sign)) return -11;
    if (/[\uff61-\uff9f]/.test(sign)) return -15;
    return usual.has(sign) ? -19 : -28;
  };
  return (word) => {
    let sum = 0;
    let before = '';
    for (const sign of word) {
      if (sign >= '\u0080') sum += chance(sign);
      // Words of Latin letters have no such signs in them.
      if (sign >= '\u0080' ? /[a-z]/i.test(before) : before >= '\u0080' && /[a-z]/i.test(sign)) sum -= 6;
      before = sign;
    }
    return sum;
  };
}

/** What names of countries do not have: people, towns, and what business data speak of. */
const japanese =
  '一二三四五六七八九十百千万円年月日時分人名前社会株式部課長東京都大阪市府県区町村北海道古屋横浜札幌福岡田中佐藤鈴木高橋伊渡辺山本小林加吉川松井上清水斎坂営業総務経理開発技術製品番号住所電話数量金額合計単価備考担当者更新登録状態使用';
const chinese =
  '公司名称编号日期数量金额电话地址部门经理姓张王李赵刘陈杨黄周吴徐孙胡朱高林何郭马罗北京上海广州深圳市区省路号计算机设备软件版本销售财务状态使用户型备注总合单价产品订客' +
  '陳張吳劉蔡楊台雄區號電腦業務門經編數額註產戶';

const levels = new Map<string, ReadonlySet<string>>();

/** The standards put the more common half of the characters first: by their first bytes. */
function firstLevel(encoding: string): ReadonlySet<string> {
  const known = levels.get(encoding);
  if (known !== undefined) return known;
  const [from, to] = firstLevels.get(encoding) ?? [0xb0, 0xd7];
  const bytes: number[] = [];
  for (let first = from; first <= to; first++)
    for (let second = 0xa1; second < 0xff; second++) bytes.push(first, second);
  const level = new Set(new TextDecoder(encoding).decode(Uint8Array.from(bytes)));
  levels.set(encoding, level);
  return level;
}

const firstLevels: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['gb18030', [0xb0, 0xd7]],
  ['big5', [0xa4, 0xc6]],
  ['shift_jis', [0x89, 0x97]],
  ['euc-jp', [0xb0, 0xcf]],
  ['euc-kr', [0xb0, 0xc8]],
]);
