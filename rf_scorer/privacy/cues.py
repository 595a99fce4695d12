"""Words beside which a name stands."""

from __future__ import annotations

__all__ = [
    "ANIMALS",
    "BEFORE_PLACES",
    "CLAUSES",
    "DETERMINERS",
    "FILLERS",
    "FUNCTION",
    "HERDS",
    "KIN_TITLES",
    "NAMED_THINGS",
    "NAMING",
    "ORDINARY_BEFORE",
    "PARTICLES",
    "PERSONAL",
    "POSSESSIVES",
    "PREDICATES",
    "QUALITIES",
    "RELATIONS",
    "TITLES",
    "TOWARDS_PEOPLE",
    "words",
]


def words(text: str) -> frozenset[str]:
    """A set of words that stand in a text, one space between them."""
    return frozenset(text.split())


#: People whom one names beside the word for what they are: "my brother Femi", "the midwife, um, Gulsen".
RELATIONS = words(
    "mother father mum mom mam mummy mommy dad daddy parents brother brothers sister sisters bro sis son sons daughter daughters child children kid kids baby babies twin twins "
    "husband wife partner spouse boyfriend girlfriend fiance fiancee ex lover bloke stepmother stepfather stepmum stepmom stepdad stepbrother stepsister stepson "
    "stepdaughter step-mother step-father step-mum step-mom step-dad step-brother step-sister half-brother half-sister mother-in-law father-in-law brother-in-law sister-in-law "
    "grandmother grandfather grandma grandpa grandad granddad granny gran nan nana nanna grandson granddaughter great-grandmother great-grandfather great-aunt great-uncle "
    "aunt auntie aunty uncle cousin cousins nephew nephews niece nieces godmother godfather godson goddaughter goddad "
    "friend friends mate mates buddy pal bestie bff classmate roommate flatmate housemate cellmate bunkmate workmate colleague coworker co-worker boss manager supervisor foreman "
    "neighbour neighbor neighbours neighbors teacher headteacher headmaster headmistress principal tutor coach childminder nanny babysitter au-pair "
    "therapist counsellor counselor psychologist psychiatrist psychotherapist doctor gp consultant surgeon nurse matron midwife doula dietitian dietician nutritionist physio carer caregiver "
    "keyworker caseworker worker visitor adviser advisor trainer warden chaplain dealer instructor midwives padmate cellmate pad-mate sponsor mentor lawyer solicitor officer sergeant priest vicar pastor imam rabbi "
    "guy guys man woman lady girl boy fella lad lass chap student landlord landlady lodger foster-mum foster-mother foster-dad"
)
#: Written before a name as a part of it.
TITLES = words("dr doctor mr mrs ms miss mx prof professor sir madam dame lord lady rev reverend fr pastor rabbi imam sheikh sergeant sgt corporal captain colonel major officer constable "
                "inspector detective judge justice nurse sister brother father coach senor senora señor señora monsieur madame herr frau signora signor mister missus mme mlle")  # fmt: skip
#: Words for kin that are said before a name: "auntie Bisi".
KIN_TITLES = words("uncle aunt auntie aunty nana nanna nan gran granny grandma grandpa grandad granddad tante onkel oncle tia tio tía tío zia zio ate kuya tita tito lola lolo oma opa babcia "
                    "dziadek baba babu mama papa nonna nonno abuela abuelo yiayia pappou teta khala khalto amma appa amu ammu bibi dadi dada nani chacha mausi mamu baby cousin cuz big lil little tetya dyadya "
                    "abu umm um abla abi teyze dede ayeeyo awoowe eedo habo hala bua didi bhai bhaiya anna akka thatha paati thambi halmoni unnie oppa hyung noona popo gong")  # fmt: skip
#: What is said to be called something.
NAMED_THINGS = RELATIONS | words("place town village city island street road hamlet farm river lake beach suburb area district county estate club school college company firm hospital clinic unit ward "
                                  "church pub bar shop cafe restaurant team band dog puppy pup cat kitten horse pony rabbit bunny hamster guinea pig budgie parrot bird goldfish tortoise goat cow somebody someone anybody "
                                  "him her them me us he she they i person one people we")  # fmt: skip
NAMING = words("called named nicknamed christened baptised baptized renamed call calls calling")
ANIMALS = words("dog dogs puppy pup cat cats kitten horse pony rabbit bunny hamster guinea-pig budgie parrot bird goldfish tortoise goat cow donkey labrador lab retriever spaniel terrier collie alsatian shepherd "
                 "greyhound whippet poodle mongrel lurcher tabby pet pig hen cockerel ferret gerbil rat mouse snake lizard canary cockatiel staffie jack-russell beagle boxer husky mutt hound calf lamb sheep mare stallion kitty")  # fmt: skip
#: More of them, in numbers and in kinds, whose names stand beside them.
HERDS = words("puppies kittens ponies horses rabbits hamsters guinea-pigs budgies parrots donkeys mule mules sheepdog sheepdogs ferrets gerbils mice goats cows coonhound coonhounds hounds retrievers spaniels terriers "
              "turtle tortoises chinchilla gecko iguana dachshund chihuahua pug corgi rottweiler doberman dalmatian setter bulldog mongrel moggy tomcat stray bunnies pigs")  # fmt: skip
POSSESSIVES = words("my his her their our your me mine")
DETERMINERS = words(
    "a an the this that these those some any no every each another my his her its our their your what which"
)
FILLERS = words("um uh er erm uhm umm like well so oh ah hmm mm hm okay actually well-called is was")
PARTICLES = words(
    "van der den de del della da dos das do di la le du von zu bin bint ibn ben al el abu st saint o' mc mac ap ab ter ten y e af av"
)
BEFORE_PLACES = words("in from near outside around to at towards toward through via into past across leaving left of")
#: What follows somebody's name oftener than it follows a word that merely looks like one.
PREDICATES = words("our will would can could and's said says was is had has came went got told tells died used would always never he she and who who's he'd she'd he's she's did does asked took left called rang phoned wanted "
                    "used thought knew just made loves loved kept gave didn't wasn't isn't hadn't couldn't wouldn't who'd whose sat stood looked lives lived works worked comes goes were are my or but "
                    "started stopped cried laughed shouted screamed hit moved slept walked held hugged noticed answered wrote bought drove")  # fmt: skip
#: What people do and things do not: "June rang".
PERSONAL = words(
    "said says told tells asked asks rang phoned thought thinks knew knows wanted wants laughed laughs cried cries shouted screamed hugged noticed answered wrote died married left came comes goes used always never loves loved hated hates and's"
)
#: Names that are qualities, seasons and the like, which stand without an article in any talk: only what is said of them tells.
QUALITIES = words("hope grace joy faith mercy charity patience honor honour art summer autumn winter spring dawn rain sky music melody harmony peace love blessing comfort glory justice liberty serenity prudence "
                  "constance verity felicity temperance innocence destiny fortune eden heaven trinity story poetry lyric cash money sunshine snow ice fire ray clay sand gravel stone cherry ginger rosemary basil sage olive "
                  "honey sugar candy brandy sherry whisky ivy heather holly pearl ruby amber jade coral crystal silver june may april august sunday")  # fmt: skip
#: Behind these a clause may begin.
CLAUSES = words(
    "and but then so because cos 'cause when if that until till while before after where said says think thought know knew mean like or though although since once whenever how why what and's except only even just now yeah no well oh"
)
#: What people do to people, and with them.
TOWARDS_PEOPLE = words(
    "told asked rang phoned met hugged hit married dated kissed with called texted messaged visited thanked blamed raised miss missed love loved hate hated knew know tell ask watch watched"
)
#: Before these an ordinary word is no name: "the will", "to mark", "i hope".
ORDINARY_BEFORE = DETERMINERS | words("to i you we they he she it of no very so too more less as not n't don't dont will would can could should might must won't wont "
                                       "never always just really i'd i'll you'd you'll we'd we'll they'd they'll he'd he'll she'd she'll didn't didnt a an in there's theres it's its be been being is are was were do does did that's thats")  # fmt: skip
#: Never a name by position alone, whatever stands before them.
FUNCTION = words(
    "i me my mine myself you your yours yourself he him his himself she her hers herself it its itself we us our ours ourselves they them their theirs themselves a an the this that these those there here "
    "who whom whose which what when where why how if then else and or but nor so as at by for from in into of off on onto out over to under up upon with within without about above across after "
    "against along among around because before behind below beneath beside besides between beyond during except inside near outside past since than though through throughout till until "
    "toward towards while am is are was were be been being do does did doing done have has had having can could shall should would might must not no yes yeah yep nope okay ok oh ah um uh er erm mm "
    "hm well just like really very too also even ever never always only again still yet now soon later today tomorrow yesterday maybe perhaps actually basically literally honestly probably quite "
    "rather some any all both each every either neither few many much more most less least other another such same own one two three four five six seven eight nine ten first second third last next "
    "mum mom mam dad mummy mommy daddy mother father mama papa nan nana gran granny grandma grandpa grandad auntie aunty aunt uncle god jesus lord christ "
    "said says say saying went go going gone come came coming get got getting gets take took make made makes know knew think thought feel felt want wanted mean meant see saw let told tell "
    "called named don't doesn't didn't won't wouldn't can't couldn't isn't wasn't aren't weren't haven't hasn't hadn't shouldn't i'm i've i'd i'll you're you've you'd you'll he's he'd he'll she's she'd "
    "she'll it's it'd it'll we're we've we'd we'll they're they've they'd they'll that's that'd there's here's what's who's where's how's let's dont doesnt didnt wont cant couldnt wouldnt isnt wasnt "
    "im ive id youre hes shes theyre weve thats whats theres arent werent hadnt hasnt havent lets"
)
