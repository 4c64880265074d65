package date

// word classifies a lower-case word of a date. English first, then the month
// names that pages in other languages write beside English metadata.
func word(w string) token {
	if m, ok := months[w]; ok {
		return token{kind: monthName, a: m}
	}
	if z, ok := zones[w]; ok {
		return token{kind: zoneOffset, text: z}
	}
	if fillers[w] {
		return token{kind: filler}
	}
	return token{kind: unknown}
}

var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6,
	"july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
	"sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
	// German
	"januar": 1, "februar": 2, "märz": 3, "mai": 5, "juni": 6, "juli": 7, "oktober": 10, "dezember": 12,
	// French
	"janvier": 1, "février": 2, "mars": 3, "avril": 4, "juin": 6, "juillet": 7, "août": 8,
	"septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12,
	// Spanish
	"enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7,
	"agosto": 8, "septiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12,
	// Russian, in the genitive that dates take
	"января": 1, "февраля": 2, "марта": 3, "апреля": 4, "мая": 5, "июня": 6, "июля": 7,
	"августа": 8, "сентября": 9, "октября": 10, "ноября": 11, "декабря": 12,
}

// zones holds the abbreviations that mean one zone in news. The ambiguous ones
// (CST, IST, BST, ET) are fillers: the clock then stays without zone.
var zones = map[string]string{
	"z": "Z", "utc": "Z", "gmt": "Z", "wet": "Z",
	"cet": "+01:00", "cest": "+02:00", "eet": "+02:00", "eest": "+03:00", "msk": "+03:00",
	"est": "-05:00", "edt": "-04:00", "cdt": "-05:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00",
	"jst": "+09:00", "kst": "+09:00", "hkt": "+08:00", "sgt": "+08:00", "pkt": "+05:00",
	"aest": "+10:00", "aedt": "+11:00",
}

var fillers = map[string]bool{
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	"mon": true, "tue": true, "tues": true, "wed": true, "thu": true, "thur": true, "thurs": true, "fri": true, "sat": true, "sun": true,
	"at": true, "on": true, "of": true, "the": true, "de": true, "del": true, "г": true, "года": true,
	"published": true, "posted": true, "updated": true, "date": true, "first": true, "last": true, "time": true, "local": true,
	"cst": true, "ist": true, "bst": true, "et": true, "pt": true, "mst": true,
	"montag": true, "dienstag": true, "mittwoch": true, "donnerstag": true, "freitag": true, "samstag": true, "sonntag": true,
	"lundi": true, "mardi": true, "mercredi": true, "jeudi": true, "vendredi": true, "samedi": true, "dimanche": true,
}
