"""Whose state it is, in sentences as people say them: every marked word has the holder that stands behind it."""

import pytest

from rf_scorer.language.analysis import question_words, shipped
from rf_scorer.language.examples import read
from rf_scorer.language.holders import holder, you_is
from rf_scorer.language.phrases import Subject
from rf_scorer.language.pipelines import load_pipeline
from rf_scorer.language.questions import asks_about_another
from rf_scorer.language.view import View

ANALYSER, PIPELINE = shipped(), load_pipeline()

SENTENCES = {
    "plain subjects": """
I was [angry|self] for years.
She was [scared|other] of him.
My dad [hated|other] hospitals.
We were all [terrified|shared].
They never really [loved|other] each other.
My mum [worried|other] about money all the time.
The teacher [thought|other] I was lazy.
Kids [notice|generic] when you're [upset|generic].
Nobody [cared|generic] about that.
Anna [felt|other] that I was too loud.
{{Husband}} [wants|other] to move back north.
{{Friend}} was [jealous|other] of the baby.
Everybody [knew|other] what he was like.
The kids [hate|other] it when I shout.
A child [needs|generic] to feel safe.
People [assume|generic] that it gets easier.
My two brothers [wanted|other] to go and live with him.
The social worker [believed|other] every word.
His new wife [resented|other] us.
Grandma [adored|other] my brother.
""",
    "auxiliaries and adverbs between": """
I have never really, to be honest, [trusted|self] him.
He had always been a bit [afraid|other] of her.
She must have been so [lonely|other] in that house.
I just, I just [wanted|self] it to stop.
We would all have been quite [relieved|shared], I suppose.
He was, um, he was kind of [proud|other] of me.
I was always, always [scared|self] of the dark.
My mother, in her own way, [loved|other] us.
She didn't even [realise|other] what she'd said.
They could both be very [anxious|other] about exams.
I wasn't, like, [angry|self] or anything.
My sister was actually sort of [glad|other] about it.
""",
    "long-distance subjects": """
My father, who had worked in the same factory since he was fifteen and had never once taken a day off for anything at all, was suddenly [terrified|other] of retiring.
The woman who looked after us after school when my mum was working late at the hospital down the road always [hoped|other] we'd stay for tea.
I, and this is going to sound strange after everything that I've just told you about that house and the people in it, [loved|self] it there.
My brother, because he was the eldest and because he'd been there when it all kicked off that night with the police and everything, [felt|other] that he had to protect us.
We still lived at home after the others had gone off to university and to work and so on, and we [hated|shared] Sundays.
""",
    "shared over coordination": """
She came in and sat down and [wanted|other] me to talk.
I went upstairs and shut the door and [felt|self] like he'd won.
He'd come home, have a drink and get really [angry|other].
My mum would cook, clean, do everything and then [resent|other] it.
We packed the car and drove off and [hoped|shared] for the best.
I was tired and [sad|self] and [confused|self].
She shouted at me and I was [hurt|self].
He left and she was [devastated|other].
My brother laughed but I was [embarrassed|self].
I told her to stop but she just [enjoyed|other] it.
I love him and he [loves|other] me.
She picked me up, put me on her knee and [wondered|other] what to say.
I tried to be good and [hoped|self] nobody would notice.
They argued all night and in the morning my dad was [miserable|other].
She was warm and funny and [cared|other] about everybody.
He was either drunk or [angry|other].
I'd sit on the stairs and listen and [worry|self].
My mum went out to work and my dad stayed at home and [hated|other] it.
""",
    "control and raising": """
I made him [feel|other] that it was his fault.
She made me [feel|self] like I was nothing.
He wanted me to [forget|self] it.
I wanted him to [know|other] the truth.
I wanted to [understand|self] her.
She let me [decide|self] for myself.
They helped us to [understand|shared] it.
I saw him [panic|other].
He told me to [remember|self] my manners.
He told her to [forget|other] it.
He promised me to [forgive|other] my brother.
She asked me to [forgive|self] her.
I asked her to [forgive|other] me.
My dad taught us to [hope|shared] for very little.
It helped me to [understand|self] my mum better.
He seemed to [enjoy|other] it.
I seem to [remember|self] a red door.
She got me to [think|self] about my own childhood.
We got him to [understand|other] in the end.
I don't want my kids to [feel|other] that they aren't wanted.
I'd like her to [realise|other] what it cost us.
You can't force a child to [love|generic] you.
I expected my dad to be [angry|other].
They expected me to be [happy|self] about it.
I used to [wish|self] I had a different family.
She's supposed to [love|other] me.
He decided to [try|other] again.
I had to learn to [trust|self] people.
My mother encouraged me to [hope|self].
She tried to make us [feel|shared] that it was normal.
I heard my parents [worrying|other] about the rent.
He kept me [wondering|self] where he was.
We saw them really [panic|other].
He never saw me [happy|self].
I watched her [panic|other] on the stairs.
She left me [wondering|self] what I'd done.
I watched my dad [worry|other] about her.
He had us all [worried|shared].
I could feel myself getting [angry|self].
It's hard for me to [trust|self] anybody.
It was difficult for him to [understand|other] why.
It was too late for us to [care|shared].
I was waiting for my mum to [notice|other].
I begged him to [believe|other] me.
She warned me not to [hope|self] too much.
""",
    "relative clauses": """
The one who [cared|other] was my gran.
I had an aunt who really [understood|other] me.
The teacher that [believed|other] in me left.
It's the things that my mother [feared|other] most.
That was something I [regretted|self] for years.
There was this boy I [loved|self].
He's a man who never [thought|other] about anybody else.
The people who [hurt|self] me were my own family.
My sister, who was always [jealous|other] of me, told them.
People who [worry|generic] a lot get ill.
Somebody who [loves|generic] you wouldn't do that.
He was the only person I [trusted|self].
The person that I [missed|self] was my dad.
The way she [saw|other] it, we were all ungrateful.
The reason I'm so [angry|self] is that nobody asked.
All he [wanted|other] was some peace.
The thing she [wanted|other] most was a garden.
My brother's the one that gets [upset|other].
I was the one who [wanted|self] to leave.
Those who [love|generic] children don't hit them.
She had a friend my dad [hated|other].
""",
    "passives": """
I was [hurt|self] by what he said.
I was [loved|other] by him.
I was never really [loved|other] by my father.
He was [adored|other] by my mother.
We were [confused|shared] by all of it.
My mum was [devastated|other] by the divorce.
I got really [annoyed|self] with her.
She'd been [terrified|other] by the dog.
I felt [rejected|self] by both of them.
She was [adored|other] by my grandfather.
""",
    "psych verbs with object experiencer": """
It [scared|self] me.
That really [bothered|self] me.
It really [upset|other] my mum.
What he said [hurt|other] her.
The noise [frightened|other] the baby.
It [worried|shared] us for months.
She [annoyed|self] me so much.
He [scared|other] my brother.
I [disappointed|other] my parents.
It [confuses|generic] people.
He used to [terrify|self] me.
It must have [upset|other] him.
I think that [bothered|other] my dad more than my mum.
Nothing [scares|other] her.
It didn't [surprise|self] me at all.
My dad's temper [scared|shared] all of us.
It used to [annoy|self] me and [upset|other] my sister.
He'd [embarrass|self] me in front of my friends.
It [broke|self] my heart.
It [broke|other] her heart.
It drove my mum [mad|other].
""",
    "causatives": """
She made him feel [guilty|other].
It made me [sad|self].
It left me [confused|self].
That makes my mum [anxious|other].
He made us all [nervous|shared].
It got her really [angry|other].
She made my brother and me feel [ashamed|shared].
The teacher made him [anxious|other].
It drove my mother [mad|other].
It keeps me [calm|self].
Being there made me [happy|self].
They made her [ashamed|other] of where she came from.
I made my mum really [proud|other] that day.
It would make him so [furious|other].
She left me feeling [empty|self].
It made me [think|self] of my dad.
It makes you [wonder|generic].
""",
    "nominal states": """
I had a [feeling|self] something was wrong.
She had no [idea|other].
It gave me [hope|self].
It caused her a lot of [grief|other].
My [anger|self] frightened people.
Her [sadness|other] filled the house.
My father's [anger|other] was something else.
There was a lot of [anger|other] in him.
There was so much [anger|none] in that house.
The [anger|self] I felt was huge.
The [hatred|other] my mother had for us was real.
It was a [feeling|other] that he had.
It was my mum's [wish|other] to go back.
He carried a lot of [shame|other].
You could see the [fear|other] in her eyes.
They had mixed [feelings|other] about it.
We had no [idea|shared] where he was.
The [grief|other] of my mother was hard to watch.
I was full of [rage|self].
It filled me with [dread|self].
She looked at me with [contempt|other].
He took out his [anger|other] on us.
I have a lot of [sympathy|self] for her now.
My biggest [fear|self] is becoming her.
Their [love|other] was conditional.
My mother and father's [hatred|other] of each other was obvious.
It brought me a lot of [joy|self].
The [memory|self] of that day stays with me.
I was in [love|self] with him.
He was in [denial|other].
My [feeling|self] is that he lied.
There's a part of me that is full of [envy|self].
{{Mother}}'s [anxiety|other] ran the whole house.
He never looked at us. I think it was [shame|other].
I couldn't speak. I think it was [shame|self].
""",
    "adjectives": """
He came home [angry|other].
I went to bed [sad|self].
She sat there [terrified|other].
My [angry|other] father would come in.
There was this [scared|other] little boy.
I was a very [unhappy|self] child.
She was a [lonely|other] woman.
I was a [happy|self] kid.
He's an [angry|other] man.
I woke up [scared|self].
I looked at her and she was clearly [upset|other].
Too [scared|self] to move, I just lay there.
We were a [happy|shared] family.
I was always a [jealous|self] person.
She walked out of there [relieved|other].
We lay there, [terrified|shared].
You could tell he was [nervous|other].
He looked [sad|other].
She seemed so [confused|other].
""",
    "experiencer phrases": """
It was [scary|self] for me.
It was a [relief|other] for my mother.
It was really [frightening|other] for my little brother.
It was a [shock|self] to me.
It came as a huge [relief|shared] to all of us.
For me it was [terrifying|self].
To him it was [humiliating|other].
It was [stressful|shared] for us.
It was a [disappointment|other] to my parents.
It's so [frightening|generic] for kids.
It was a [comfort|other] to her.
I found it [embarrassing|self].
She found it [embarrassing|other].
It was quite [upsetting|self] for me to see her like that.
It must be so [frustrating|other] for him.
""",
    "reported thought": """
He said it'd [want|other] its mum.
The baby was crying and it [wanted|other] its bottle.
It was hungry, it just [wanted|other] its mother.
He said he was [sorry|other].
She told me she was [scared|other].
My dad said I was too [proud|self].
My mum thought I was [happy|self] there.
I thought she [hated|other] me.
He knew I was [afraid|self].
I knew that she [knew|other].
She thinks I [blame|self] her.
They said we [wanted|shared] too much.
My therapist said I was still [angry|self].
I could see that he was [hurt|other].
I wonder if my mum ever [regretted|other] it.
He asked me if I was [happy|self].
She asked whether he [missed|other] us.
I don't know what he [wanted|other].
I don't know how she [felt|other] about it.
My mum didn't know what I [thought|self].
She said it was [frightening|other] for her.
""",
    "free relatives and clefts": """
What I [felt|self] was anger.
What she [wanted|other] was company.
What I really [wanted|self] was for him to stay.
It was me who [wanted|self] the divorce.
It was him that [loved|other] the dog.
It was my sister who was [jealous|other].
It wasn't that I [hated|self] her.
It's not that she didn't [love|other] me.
That's why he was so [angry|other].
That's what my mum [wanted|other].
That's how I [felt|self].
""",
    "questions": """
Why was she so [angry|other]?
Did he [love|other] me?
What was I [thinking|self]?
Do you [think|interviewer] that's strange?
How could he [think|other] that?
Why did they [hate|other] me?
Was I [happy|self]?
Who [cared|generic] about us?
What did she [want|other]?
Are you [surprised|interviewer]?
Who [loved|generic] you?
""",
    "ellipsis": """
Felt [awful|self].
Didn't [want|self] to go.
[Hated|self] it.
Always [wanted|self] a sister.
Just [wanted|self] to get out.
Never [understood|self] that.
Really [angry|self].
Quite [lonely|self], I suppose.
And then [regretted|self] it.
[Wanted|self] to run away.
Very [scared|self] of him.
[Loved|self] it there.
She was scared. Really [scared|other].
I was scared. Really [scared|self].
Don't be [sad|interviewer].
Please be [happy|interviewer].
""",
    "gerunds": """
[Thinking|self] about it now, I was lucky.
Not [knowing|self] what to do, I rang my mum.
I remember lying there [wishing|self] I was dead.
I lay awake [worrying|self] about her.
She sat there [wondering|other] what to do.
After [realising|self] that, I left.
Without [realising|other] it, she let me down.
I'm tired of [worrying|self] about him.
He spent his life [regretting|other] it.
I grew up [thinking|self] it was normal.
My sister grew up [believing|other] that it was her fault.
I stopped [caring|self].
She couldn't stop [worrying|other].
I was lying in bed [hoping|self] he wouldn't come in.
It was him [wanting|other] to leave.
[Remembering|self] that, I wasn't [surprised|self].
I remember my mum [wanting|other] to leave.
I hate him [thinking|other] that.
""",
    "generic you, addressed you": """
You [want|generic] to protect them.
When you're little you [think|generic] it's your fault.
If you [love|generic] someone you stay.
You never [forget|generic] a thing like that.
Do you [remember|interviewer] what I told you last time?
You [wanted|interviewer] to know about my dad, didn't you?
As you can [imagine|interviewer], it was chaos.
You'd be [scared|generic] all the time.
You [feel|generic] that something's wrong but you can't [understand|generic] it.
You just get so [angry|generic].
It makes you [angry|generic].
It [hurts|generic] you when they leave.
I don't know if you've [noticed|interviewer], but I talk fast.
You must [think|interviewer] I'm mad.
How can you be [angry|generic] with a child?
When you're little you [want|generic] to be picked up, don't you?
""",
    "they": """
They were both very [proud|other].
My parents tried. They [wanted|other] the best for us.
If somebody says they [love|generic] you, you believe it.
When a child says they're [scared|generic], you listen.
Everyone thinks they [know|generic] best.
People say they [understand|generic] but they don't.
Kids don't say what they [feel|generic].
They all [thought|other] I was mad.
My sister had a kid, and they don't really [understand|other] it.
""",
    "generic and nobody": """
Everyone was [scared|other] of him.
No one ever [understood|generic].
Children [need|generic] love.
Some people just [hate|generic] change.
Most parents [worry|generic].
One [hopes|generic] for better.
Nobody in my family ever [cared|generic].
Somebody was [angry|other] about it.
Any mother would be [upset|generic].
Men don't like to show they're [scared|generic].
Human beings [want|generic] to belong.
Everybody [knew|other] it was mine.
Everybody [knows|generic] that.
Nobody ever [noticed|generic].
I suppose one [hoped|generic] that it would end.
""",
    "shared": """
My brother and I were [scared|shared].
Then me and my brother felt [guilty|shared].
She looked after me and my mum was [scared|other].
Me and my mum were really [upset|shared].
Both of us were [heartbroken|shared].
All of us [hated|shared] it.
We both [knew|shared].
My sister and me always [wanted|shared] a dog.
None of us [understood|shared].
Us kids were [terrified|shared].
Neither of us [wanted|shared] it.
The whole family was [devastated|other].
My husband and I [decided|shared] to wait.
Him and me [hated|shared] each other.
He and I both [loved|shared] fishing.
I, together with my sister, was [determined|self] to go.
My wife and myself were [shocked|shared].
""",
    "quotes": """
She said, "I [hate|other] you."
He was like, I don't [care|other].
She goes, "I'm so [disappointed|other] in you."
My dad said, "You don't [want|self] that."
I said, "I'm [scared|self] ."
I was like, "What do you [want|other] ?"
My mum always said, "I [love|other] you both."
They said, "We're [worried|other] about you."
I said, "Please be [happy|other] ."
""",
    "babies as it": """
When it cries you know it [wants|other] its mum.
If the baby wakes it's [scared|other].
The dog came in and it was so [frightened|other].
""",
    "part of me, inner voice": """
Part of me [wanted|self] to stay.
A part of me still [loves|self] him.
There's a little voice in my head that [thinks|self] I'm useless.
My heart was [broken|self].
My head [knew|self] it was wrong.
My mind just wouldn't [believe|self] it.
Something in me [wanted|self] him to hit me.
Part of her [wanted|other] to leave.
Half of me [hated|self] her.
The child in me [wants|self] her mum.
A bit of me was [pleased|self].
My inner voice [wants|self] me to give up.
Every part of me was [terrified|self].
One side of me [loved|self] it.
Something in her [wanted|other] to run.
""",
    "coordinated others": """
My mum and dad [hated|other] each other.
My mother and my aunt were [shocked|other].
Mum and Dad [wanted|other] a boy.
My brother and his wife were [happy|other] about it.
She and my dad never [loved|other] each other.
Tom and his sister were [scared|other].
""",
    "mixtures as people speak": """
shell never [forgive|other] me i know that
so ill try and [understand|self] him
hell be [angry|other] when he sees it and ill just be [sad|self]
i was ill and [wanted|self] to go
So my mum, she was, she was always [worried|other] about it.
My dad, he never [wanted|other] kids.
And I think, I don't know, I was [sad|self].
He just sort of, you know, [wanted|other] attention.
And me being the eldest, I was [scared|self] for them.
I mean my brother, he's, he was [devastated|other].
because she, she [felt|other] that I didn't [love|self] her
with my dad it was different because he [understood|other] me
and he would like come in and you know be really [angry|other] and then I would be [scared|self]
my nan she was lovely and she really [loved|other] us
it was like she didn't [care|other] and I was [hurt|self]
when my dad left my mum was [depressed|other] and I was [worried|self] about her
it's not like I [hated|self] him or anything
I could see she was trying not to cry and that [scared|self] me
so I think she [thought|other] that I [wanted|self] to leave which I didn't [want|self]
him being so [angry|other] all the time made me [nervous|self]
I don't think my parents ever [knew|other] how [unhappy|self] I was
how [angry|other] she was surprised me
what made him so [angry|other] was that I [wanted|self] to go
I never told her how much I [loved|self] her
the more she [worried|other] the more I pulled away
as much as I [hated|self] her I needed somewhere to live
not that he ever [cared|other]
""",
}


ANSWERS = """
How do you think she felt? [Scared|other], I guess.
What do you imagine he feels about you now? [Hatred|other].
What do you think was in your mother's mind? [Enjoyment|other], perhaps.
How did you feel when she left? [Scared|self], I guess.
How does that make you feel? [Proud|self].
What was that like, when your father shouted? [Terrified|self].
Did he know what you wanted? Don't [think|self] so.
What did your dad want? I [wanted|self] him to stay.
What did she say? She was [angry|other].
"""


def view_of(text):
    """A text as the rules see it."""
    spoken = PIPELINE.hear(text)
    return ANALYSER.view_of(spoken, next(iter(PIPELINE.grammars([spoken], base=ANALYSER.base))))


def holders(text, marks, asked=()):
    """The holder found at each mark; None where nothing is found."""
    view = view_of(text)
    found = ANALYSER.mentions.find(view, frozenset, asked)
    here = [[item for item in found if view.s[item.start] < m.end and view.e[item.end - 1] > m.start] for m in marks]
    return [items[0].holder if items else None for items in here]


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(line, id=f"{name}: {line}")
        for name, lines in SENTENCES.items()
        for line in lines.split("\n")
        if line
    ],
)
def test_the_state_is_that_of_its_holder(example):
    """Each marked word is a mention with the holder behind it."""
    text, marks = read(example)
    assert marks
    assert holders(text, marks) == [mark.attributes[0] for mark in marks]


@pytest.mark.parametrize("example", [line for line in ANSWERS.split("\n") if line])
def test_a_bare_answer_is_about_whom_the_question_asks(example):
    """Without a subject of its own, the first words of an answer name the state of the one who was asked about."""
    question, _, answer = example.partition("? ")
    text, marks = read(answer)
    assert holders(text, marks, question_words(question)) == [mark.attributes[0] for mark in marks]


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("how do you think she felt", True),
        ("what do you imagine your father wanted", True),
        ("what was it like for her", True),
        ("how did you feel when she left", False),
        ("what was that like when he shouted", False),
        ("and now", False),
    ],
)
def test_a_question_asks_about_somebody(question, other):
    """The first who is named tells whom a question is about; who is asked for an opinion is not asked about."""
    assert asks_about_another(question.split(), {"mother", "father"}) is other


def test_without_a_parse_nobody_is_found():
    """Where there are words alone, no subject is claimed."""
    view = View("she was sad", ())
    view.w = ["she", "was", "sad"]
    finder = ANALYSER.mentions.finder
    assert finder.of_verb(view, 2).kind == "none"
    assert finder.of_noun(view, 2).kind == "none"


def test_a_word_that_is_no_you_stands_for_whoever_is_spoken_to():
    """What somebody is bidden to feel is the state of the one who listens."""
    view = view_of("Imagine that.")
    assert you_is(view, 0) == "interviewer"
    assert holder(Subject("you", 0), view) == "interviewer"


@pytest.mark.parametrize("kind", ["self", "other", "shared", "generic"])
def test_people_are_holders_as_they_are(kind):
    """A subject that is a person is a holder of the same name, and nothing else is anybody's but the speaker's or nobody's."""
    view = view_of("It rained.")
    assert holder(Subject(kind, 0), view) == kind
    assert holder(Subject("there", 0), view) == "none"
    assert holder(Subject("it", 0), view) == "self"


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("My brother and I left", "shared"),
        ("The kids left", "other"),
        ("Kids leave", "generic"),
        ("One of my sisters left", "other"),
        ("A lot of people left", "generic"),
        ("You guys left", "you"),
        ("The house fell", "thing"),
        ("It rained", "it"),
        ("There was a noise", "there"),
    ],
)
def test_a_subject_is_of_a_kind(sentence, kind):
    """Noun phrases tell persons from things and somebody from anybody."""
    view = view_of(sentence + ".")
    verb = next(k for k, tag in enumerate(view.tag) if tag.startswith("VB"))
    root = verb if view.head[verb] < 0 else view.head[verb]
    assert ANALYSER.mentions.finder.of_verb(view, root).kind == kind
