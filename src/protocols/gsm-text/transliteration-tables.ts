/**
 * Replacements by script, as pairs "from to" separated by spaces; upper case is derived where a
 * pair is lower case only. A `0` on the right removes the character.
 * What these tables do not name is left as it is.
 */

/** Letters a default-alphabet handset shows as Greek are kept (ΔΦΓΛΩΠΨΣΘΞ); the rest look like Latin ones. */
export const greek = `
  α A β B γ Γ δ Δ ε E ζ Z η H θ Θ ι I κ K λ Λ μ M ν N ξ Ξ ο O π Π ρ P σ Σ ς Σ τ T υ Y φ Φ χ X ψ Ψ ω Ω
  ά A έ E ή H ί I ό O ύ Y ώ Ω ϊ I ϋ Y ΐ I ΰ Y ϐ B ϑ Θ ϕ Φ ϖ Π ϰ K ϱ P
  Α A Β B Ε E Ζ Z Η H Ι I Κ K Μ M Ν N Ο O Ρ P Τ T Υ Y Χ X
  Ά A Έ E Ή H Ί I Ό O Ύ Y Ώ Ω Ϊ I Ϋ Y`

const slavic = `
  а a б b в v г g д d е e з z и i к k л l м m н n о o п p р r с s т t у u ф f`

/** Russian, Ukrainian, Belarusian and Macedonian letters in the usual English spelling. */
export const cyrillic = `${slavic}
  ё e ж zh й y х kh ц ts ч ch ш sh щ shch ъ 0 ы y ь 0 э e ю yu я ya
  є ye і i ї yi ґ g ў u ђ dj ј j љ lj њ nj ћ c џ dz ѓ gj ѕ dz ќ kj ѐ e ѝ i`

/** Serbian Latin without its diacritics. */
export const serbianCyrillic = `${slavic}
  ђ dj ж z ј j љ lj њ nj ћ c х h ц c ч c џ dz ш s`

/** The spelling of the Bulgarian Transliteration Act (2009). */
export const bulgarianCyrillic = `${slavic}
  ж zh й y х h ц ts ч ch ш sh щ sht ъ a ь y ю yu я ya ѝ i`

export const turkish = `ç c ğ g ı i ş s â a î i û u İ I`

export const centralEuropean = `
  á a ă a â a ą a ć c č c ç c ď d đ d ę e ě e ë e í i î i ĺ l ľ l ł l ń n ň n ó o ô o ő o
  ŕ r ř r ś s š s ş s ș s ť t ţ t ț t ú u ů u ű u ý y ź z ž z ż z`

export const baltic = `
  ā a ą a č c ē e ė e ę e ģ g ī i į i ķ k ļ l ņ n õ o ŗ r š s ū u ų u ž z`

export const portuguese = `á a â a ã a ç c ê e í i ó o ô o õ o ú u`

export const colombian = `á a í i ó o ú u`

/** Signs that word processors put into texts, and spaces that look like spaces. */
export const signs = `
  ‘ ' ’ ' ‚ ' ‛ ' ′ ' ʼ ' ʹ ' \` ' ´ ' “ " ” " „ " ‟ " « " » " ″ " ‹ < › >
  ‐ - ‑ - ‒ - – - — - ― - − - ﹣ - － - … ... • * · . ‥ .. ⁄ / ∕ / × x ÷ / ¦ |
  ™ TM © (C) ® (R) № No ¢ c º o ª a ¹ 1 ² 2 ³ 3 ¼ 1/4 ½ 1/2 ¾ 3/4 ± +/- ° o µ u
  ﬀ ff ﬁ fi ﬂ fl ﬃ ffi ﬄ ffl ‰ 0/00 ≤ <= ≥ >= ≠ != → -> ← <-`

/** Spaces of other widths become a space; characters without width vanish. */
export const spaces =
  '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t'
export const lineBreaks = '\u0085\u2028\u2029'
export const widthless =
  '\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u202a\u202b\u202c\u202d\u202e\ufeff'

/** Letters of other Latin alphabets that do not fall apart into a base letter and a mark. */
export const otherLatin = `đ d ð d þ th ħ h ı i ł l ŋ n œ oe ŧ t ŀ l ĸ k ſ s ĳ ij ŉ 'n ẞ SS`
