"""Words for what people are to a place: offices of which a place has one, occupations of which it has several, and places."""

from __future__ import annotations

from rf_scorer.privacy.cues import words

__all__ = [
    "AREAS",
    "CHAMPIONS",
    "HOLDERS",
    "KEEPERS",
    "KIN",
    "LOCALS",
    "OCCUPATIONS",
    "OFFICES",
    "PUBLIC",
    "SMALL",
    "STAGE",
]

#: A place has one: to be "the coroner" is to be somebody.
OFFICES = words(
    "mayor mayoress provost sheriff bishop archbishop archdeacon ambassador consul governor senator congressman congresswoman coroner magistrate bailiff chieftain laird squire "
    "headmaster headmistress headteacher schoolmaster schoolmistress stationmaster postmaster postmistress harbourmaster harbormaster bandmaster choirmaster ringmaster quartermaster burgomaster "
    "bandleader undertaker vicar rector curate verger sexton abbot abbess prioress rabbi imam muezzin cantor organist chaplain coxswain lighthousekeeper lockkeeper gamekeeper greenkeeper innkeeper "
    "zookeeper groundsman ferryman signalman lamplighter hangman executioner gravedigger falconer taxidermist ventriloquist glassblower coastguard registrar "
    "brigadier admiral astronaut newsreader weathergirl weatherman ratcatcher dogcatcher ombudsman speaker chancellor viceroy headman shaman chief"
)
#: Of these one is enough to say "the": nobody needs to be said to be it.
PUBLIC = words(
    "mayor mayoress provost sheriff bishop archbishop ambassador consul governor senator congressman congresswoman coroner chieftain laird squire stationmaster postmistress harbourmaster harbormaster "
    "lighthousekeeper lockkeeper ferryman bandmaster"
)
#: What is kept, caught or led, before "keeper" and the like: "dam keeper", "snake catcher", "ferry captain".
KEEPERS = {
    "keeper": words("lighthouse lock dam bridge game toll gate zoo bee park weir light inn lock-up"),
    "catcher": words("snake rat dog mole bird eel crocodile"),
    "master": words("harbour harbor station post harbor- toll choir band ferry dock stable rail hunt"),
    "captain": words("ferry lifeboat harbour tug airline riverboat"),
    "ringer": words("bell"),
    "crier": words("town"),
    "tuner": words("piano organ"),
    "artist": words("trapeze"),
    "handler": words("snake"),
    "pianist": words("concert"),
    "stenographer": words("court"),
    "correspondent": words("war foreign royal"),
    "lady": words("lollipop dinner tea organ bearded"),
    "man": words("lollipop rag-and-bone muffin lamp weather rent"),
    "marshal": words("fire air field"),
    "commissioner": words("police fire high"),
    "constable": words("chief village high"),
    "clerk": words("town parish court"),
    "nurse": words("district parish island school prison"),
    "doctor": words("village island witch flying ship's ships prison team"),
    "inspector": words("school mine chief"),
    "major": words("sergeant drum"),
    "minister": words("prime first foreign"),
    "judge": words("circuit county district presiding high-court"),
    "pastor": words("head senior lead"),
    "priest": words("parish head high village"),
    "teacher": words("head village"),
}
#: A place has several: where it is said which, it is one of few.
OCCUPATIONS = words(
    "doctor nurse matron midwife dentist vet surgeon pharmacist chemist optician priest pastor minister judge lawyer solicitor barrister notary policeman policewoman constable sergeant marshal commissioner "
    "firefighter fireman warden ranger jailer teacher principal professor dean librarian conductor pianist violinist harpist cellist painter sculptor potter weaver thatcher blacksmith farrier baker butcher "
    "cobbler tailor barber hairdresser postman postwoman driver pilot captain skipper lifeboatman diver fisherman trawlerman beekeeper shepherd landowner councillor clerk secretary treasurer chairman "
    "chairwoman mp elder healer exorcist journalist broadcaster editor photographer astronomer meteorologist architect engineer surveyor interpreter translator bookmaker bookie jockey referee umpire wrestler "
    "boxer goalkeeper champion coach caretaker janitor locksmith watchmaker plumber electrician welder miner pathologist embalmer psychiatrist psychologist anaesthetist paramedic abortionist nun monk deacon "
    "detective inspector commander colonel general major officer manager manageress landlord landlady publican cook chef housekeeper butler gardener cleaner porter keeper catcher master mistress "
    "superintendent commissioner president director foreman forewoman steward bosun stationmaster leader drummer preacher evangelist missionary healer herbalist bonesetter poet piper fiddler"
)
#: Who is seen by many.
STAGE = words(
    "singer drummer guitarist bassist presenter host star dancer actor actress soloist voice face mascot captain goalkeeper striker keeper manager coach"
)
#: Before these one is known to all who live there: "the town drunk".
LOCALS = words(
    "drunk gossip bully witch idiot fool madman beauty whore bookie healer hero scandal character eccentric moneylender hermit simpleton matchmaker murderer thief"
)
#: Who won or holds something.
CHAMPIONS = words("champion medallist medalist record-holder winner titleholder runner-up")
#: Whom the only one of a kind may be: beside occupations.
HOLDERS = words(
    "member survivor triplet quadruplet recipient graduate winner speaker resident inhabitant inmate apprentice student pupil candidate contestant owner"
)
#: Close to somebody who holds an office.
KIN = words(
    "son daughter wife widow widower husband brother sister girl boy lad kid child children niece nephew mother father mistress driver chaplain secretary housekeeper cook nanny assistant deputy bodyguard"
)
#: Where everybody knows everybody: people there are few.
AREAS = words(
    "town village county island isle valley glen glens parish district region country province harbour harbor port borough diocese state city coast peninsula sound bay lake river canal point estate moor hills "
    "mountain tribe clan colony territory capital reservation reserve commune kibbutz hamlet township archipelago estuary fjord loch dale fens"
)
#: Of these there are many; who holds an office there is one of few all the same, but "the nurse at the hospital" is anybody.
SMALL = words(
    "regiment force brigade fleet navy army prison hospital cathedral court council orchestra opera zoo circus embassy base school college university church chapel mosque synagogue shul temple convent "
    "monastery abbey hotel castle manor mansion palace railway station barracks guards ground stadium theatre museum choir band team squad parliament senate bank mine mill pit quarry airport lighthouse camp"
) | {"big house"}
