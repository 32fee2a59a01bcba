"""Made-up sentences in ten languages, with slots: no real post stands here."""

import random
from dataclasses import dataclass

PLACES = {
    "en": ("Vellmark", "Port Aldren", "the Hollin bridge", "Saint Orrin", "Keld"),
    "de": ("Vellmark", "Neu-Aldren", "an der Hollinbrücke", "Sankt Orrin", "Keldau"),
    "fr": ("Vellemarque", "Port-Aldrène", "Saint-Orrin", "Kelde", "Montbrisque"),
    "es": ("Velmarca", "Puerto Aldrén", "San Orrín", "Quelda", "Monteroso"),
    "uk": ("Вельмарк", "Альдрен", "Святоріне", "Кельда", "Монтова"),
    "ru": ("Вельмарк", "Альдрен", "Святорин", "Кельда", "Монтово"),
    "tr": ("Velmark", "Aldren Limanı", "Orrin", "Kelda", "Montova"),
    "ar": ("فيلمارك", "ميناء ألدرن", "سانت أورين", "كيلدا", "مونتوفا"),
    "ja": ("ベルマルク", "アルドレン港", "オリン橋", "ケルダ", "モントバ"),
    "el": ("Βέλμαρκ", "Άλντρεν", "Όριν", "Κέλντα", "Μόντοβα"),
}
DAYS = {
    "en": ("Monday", "Tuesday", "Friday"),
    "de": ("Montag", "Dienstag", "Freitag"),
    "fr": ("lundi", "mardi", "vendredi"),
    "es": ("lunes", "martes", "viernes"),
    "uk": ("понеділок", "вівторок", "п’ятницю"),
    "ru": ("понедельник", "вторник", "пятницу"),
    "tr": ("pazartesi", "salı", "cuma"),
    "ar": ("الاثنين", "الثلاثاء", "الجمعة"),
    "ja": ("月曜日", "火曜日", "金曜日"),
    "el": ("Δευτέρα", "Τρίτη", "Παρασκευή"),
}
PATTERNS = {
    "en": (
        "Freight train number {n} left {p} before dawn with its windows covered.",
        "The mayor of {p} says {n} families will be told on {d}, not earlier.",
        "Nobody at the ministry would confirm the {n} missing crates near {p}.",
        "We counted {n} buses on the road to {p} since {d}.",
        "Three people who saw it in {p} told us the same story & would not give names.",
    ),
    "de": (
        "Der Güterzug {n} hat {p} vor Sonnenaufgang verlassen, die Fenster verhängt.",
        "Aus {p} heißt es, {n} Familien würden erst am {d} benachrichtigt.",
        "Niemand im Ministerium wollte die {n} fehlenden Kisten bei {p} bestätigen.",
        "Seit {d} haben wir {n} Busse auf der Straße nach {p} gezählt.",
    ),
    "fr": (
        "Le train de marchandises {n} a quitté {p} avant l’aube, les vitres masquées.",
        "Le maire de {p} assure que {n} familles seront prévenues {d}, pas avant.",
        "Personne au ministère ne confirme les {n} caisses disparues près de {p}.",
        "Nous avons compté {n} autocars sur la route de {p} depuis {d}.",
    ),
    "es": (
        "El tren de carga {n} salió de {p} antes del amanecer con las ventanas tapadas.",
        "El alcalde de {p} dice que {n} familias serán avisadas el {d}, no antes.",
        "Nadie en el ministerio confirma las {n} cajas perdidas cerca de {p}.",
        "Hemos contado {n} autobuses en la carretera a {p} desde el {d}.",
    ),
    "uk": (
        "Вантажний потяг {n} залишив {p} до світанку із закритими вікнами.",
        "Мер міста {p} каже, що {n} родин повідомлять у {d}, не раніше.",
        "У міністерстві ніхто не підтвердив зникнення {n} ящиків біля {p}.",
        "Від початку тижня ми нарахували {n} автобусів на дорозі до {p}.",
    ),
    "ru": (
        "Грузовой поезд {n} ушёл из {p} до рассвета с закрытыми окнами.",
        "Мэр города {p} говорит, что {n} семей известят в {d}, не раньше.",
        "В министерстве никто не подтвердил пропажу {n} ящиков под {p}.",
        "С начала недели мы насчитали {n} автобусов на дороге в {p}.",
    ),
    "tr": (
        "{n} numaralı yük treni {p} istasyonundan gün doğmadan perdeleri kapalı ayrıldı.",
        "{p} belediye başkanı {n} aileye {d} günü haber verileceğini söylüyor.",
        "Bakanlıkta kimse {p} yakınında kaybolan {n} sandığı doğrulamadı.",
        "Hafta başından beri {p} yolunda {n} otobüs saydık.",
    ),
    "ar": (
        "غادر قطار الشحن رقم {n} محطة {p} قبل الفجر ونوافذه مغطاة.",
        "يقول رئيس بلدية {p} إن {n} عائلة ستبلغ يوم {d} وليس قبل ذلك.",
        "لم يؤكد أحد في الوزارة اختفاء {n} صندوقا قرب {p}.",
        "أحصينا {n} حافلة على الطريق إلى {p} منذ {d}.",
    ),
    "ja": (
        "貨物列車{n}号は窓を覆ったまま夜明け前に{p}を出発した。",
        "{p}の市長によると{n}世帯への連絡は{d}以降になるという。",
        "省内の誰も{p}付近で消えた{n}個の箱について確認しなかった。",
        "週の初めから{p}へ向かう道でバスを{n}台数えた。",
    ),
    "el": (
        "Το εμπορικό τρένο {n} έφυγε από {p} πριν την αυγή με σκεπασμένα παράθυρα.",
        "Ο δήμαρχος λέει ότι {n} οικογένειες στην περιοχή {p} θα ενημερωθούν την {d}.",
        "Κανείς στο υπουργείο δεν επιβεβαίωσε τα {n} χαμένα κιβώτια κοντά: {p}.",
        "Μετρήσαμε {n} λεωφορεία στον δρόμο προς {p} από την αρχή της εβδομάδας.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """The sentences of a post, not yet filled: near copies are made by filling one slot otherwise."""

    language: str
    patterns: tuple[str, ...]
    numbers: tuple[int, ...]
    places: tuple[str, ...]
    days: tuple[str, ...]

    def sentences(self) -> list[str]:
        told = zip(self.patterns, self.numbers, self.places, self.days, strict=True)
        return [pattern.format(n=n, p=p, d=d) for pattern, n, p, d in told]

    def text(self) -> str:
        return " ".join(self.sentences())


def saying(chance: random.Random, language: str | None = None, least: int = 2) -> Saying:
    """Make up a post."""
    chosen = language or chance.choice(sorted(PATTERNS))
    patterns = chance.sample(PATTERNS[chosen], chance.randint(least, 3))
    return Saying(
        language=chosen,
        patterns=tuple(patterns),
        numbers=tuple(chance.randint(2, 900) for _ in patterns),
        places=tuple(chance.choice(PLACES[chosen]) for _ in patterns),
        days=tuple(chance.choice(DAYS[chosen]) for _ in patterns),
    )
