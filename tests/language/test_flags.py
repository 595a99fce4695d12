"""What is denied, quoted, recalled or echoed, in spoken sentences.

In every sentence exactly the marked words are found: ``[angry|emo,other,negated]`` with category and flags, and with the holder where it is stated.
"""

import pytest

NEGATION = """
I never [loved|emo,negated] him.
Nobody [cared|emo,generic,negated].
I wasn't [sad|emo,negated] or [lonely|emo,negated].
I didn't leave because I was [angry|emo].
She had [no idea|cog,other,negated].
He left without [regret|emo,negated].
I hardly [trusted|emo,negated] anyone.
Not only was I [angry|emo], I was [ashamed|emo].
I wasn't just [sad|emo], I was [furious|emo].
I couldn't help but [love|emo] her.
I couldn't help [worrying|emo].
He was anything but [happy|emo,negated].
I stopped [caring|emo,negated] about it.
Neither my mum nor my dad [understood|cog,negated].
I don't [think|mod,negated] she ever [wanted|des] me.
I didn't really [feel|cog,negated] like anyone [cared|emo].
He didn't [want|des,negated] to [upset|emo] me.
It's not that I [hated|emo,negated] her.
I wouldn't say I was [angry|emo,negated].
No one [knew|cog,negated].
None of us [knew|cog,negated].
I'm not [afraid|emo,negated] of him anymore.
She wasn't [aware|cog,negated] that I was [lonely|emo].
I don't [remember|cog,negated] being [happy|emo].
No, I [loved|emo] it.
I can't say I [miss|emo,negated] it.
It wouldn't be about my [mood|emo].
It wasn't about my [anger|emo], it was about the money.
It wasn't [love|emo,negated], it was [fear|emo].
I don't have any [regrets|emo,negated].
There wasn't much [affection|emo,negated] in our house.
I didn't get [angry|emo,negated].
It didn't make me [angry|emo,negated].
They never made me feel [loved|emo,negated].
I didn't [know|cog,negated] he was [sad|emo].
I [couldn't stand|emo] it.
I can't [wait|des] to go.
Nothing [scared|emo,negated] me.
I wasn't really, like, [upset|emo,negated] about it.
I'm not, um, I'm not [angry|emo,negated] with her.
I wasn't [angry|emo,negated], just [disappointed|emo].
He wasn't [angry|emo,negated] but [sad|emo].
I wasn't [angry|emo,negated] and I wasn't [sad|emo,negated].
I didn't [hate|emo,negated] him, I [loved|emo] him.
He doesn't [like|emo,negated] or [trust|emo,negated] anyone.
I don't [expect|cog,negated] him to [change his mind|cog].
He never [wanted|des,negated] to [hurt|emo] us.
I was [sad|emo], not [angry|emo,negated].
I [wanted|des] him not to [suffer|emo,negated].
She [tried|des] not to cry.
It's not because I [hate|emo] him.
I never [felt|cog,negated] like he [loved|emo] me.
She was never really [happy|emo,negated] there.
I don't have [mixed feelings|emo,negated].
I can't [understand|cog,negated] why she was so [angry|emo].
He didn't ring, and I was [furious|emo].
I didn't go, so he was [upset|emo].
He isn't here and I [miss|emo] him.
Not that I [blame|emo,negated] her.
I'm not saying she was [jealous|emo,negated].
I don't [believe|mod,negated] he [meant it|des].
I wasn't [scared|emo,negated] at all.
I wasn't exactly [thrilled|emo,negated].
I barely [noticed|per,negated] how [sad|emo] he was.
I was no longer [afraid|emo,negated].
We weren't very [close|emo,negated].
I no longer [trusted|emo,negated] her.
I used to [trust|emo] him but not any more.
If he hadn't left I would have been [happy|emo].
When he didn't come home she was [worried|emo].
You can't be [angry|emo,negated] with a child.
I didn't have a lot of [confidence|emo,negated].
Never in my life was I so [frightened|emo].
I've never been so [scared|emo] in my life.
I couldn't have been more [proud|emo].
he didn't say he was [sorry|emo]
It's not that I don't [trust|emo] her.
Not one of them [noticed|per,negated] that I was [sad|emo].
I [couldn't stand|emo] how much I [loved|emo] him.
My shoes hurt and I didn't [care|emo,negated].
"""

QUOTATION = """
She was like, I don't [care|emo,other,negated,quoted].
She's like I don't [care|emo,other,negated,quoted] what you [want|des,quoted].
He goes, what do you [want|des,self,quoted]?
My mum said, I'm so [proud|emo,other,quoted] of you.
He said "I [hate|emo,other,quoted] you" and left.
I said to her, do you [love|emo,other,quoted] me?
She said she [loved|emo,other] me.
I was like, I [hate|emo,self,quoted] this.
He asked me if I was [happy|emo,self].
He told me he was [ashamed|emo,other].
He's like, what are you [scared|emo,self,quoted] of?
and she goes I [hate|emo,other,quoted] you
She was like, I don't [care|emo,other,negated,quoted]. I was [hurt|emo,self].
He said, I [hate|emo,other,quoted] this, and I was [shocked|emo,self].
and he was like really [angry|emo,other]
It was like he didn't [care|emo,other,negated] at all.
I'm like my mum.
"I [love|emo,other,quoted] you," he said.
She always said I was [jealous|emo,self].
Dad would say, don't be [scared|emo,negated,quoted], it's only thunder.
I said I [wanted|des,self] to go home.
I told him, I [want|des,self,quoted] to go home.
he says to me I [want|des,other,quoted] a divorce
She goes to church every week because she [likes|emo,other] it.
They were all like, we [love|emo,other,quoted] you.
He said that he [regretted|emo,other] it.
My brother asked, are you [angry|emo,self,quoted] with me?
I asked him what he [wanted|des,other].
I just [thought|cog], I [hate|emo,self,quoted] this place.
He [thought|cog,other] I was lazy.
she goes i'm [fine|emo,other,quoted] and shuts the door
I said mum I [love|emo,self,quoted] you.
He would say, 'I'm not [angry|emo,other,negated,quoted], I'm tired.'
it's easier to just say yeah, I [hate|emo,self] fights
Nobody told me what was going on and I [thought|cog,self] she'd left.
People say you never [forget|cog,generic,negated].
"""

RECALL = """
I [remember|cog,recall] we had a dog.
I [remember|cog,recall] sitting on the stairs.
I can't [remember|cog,negated] her face.
I don't really [remember|cog,negated].
She [remembered|cog,other] my birthday.
I'm [trying|des] to [remember|cog].
I just [remember|cog,recall] being so [scared|emo].
I [remember|cog,recall] one time he [forgot|cog] me at school.
I [recall|cog,recall] a blue door.
I [remember|cog,recall] when my gran died.
I [remember|cog,recall], um, the kitchen.
I [remember|cog,recall] that he [hated|emo] me.
Do you [remember|cog,interviewer]?
He can't [remember|cog,other,negated] it.
I hardly [remember|cog,negated] him.
We [remember|cog,shared,recall] the smell of it.
I [remembered|cog] his name.
I don't [remember|cog,negated] him ever being [angry|emo].
"""

GROUPS = {"negation": NEGATION, "quotation": QUOTATION, "recall": RECALL}


@pytest.mark.parametrize(
    "example",
    [pytest.param(line, id=f"{name}: {line}") for name, block in GROUPS.items() for line in block.strip().splitlines()],
)
def test_exactly_the_marked_words_are_mentions(example, found_and_wanted):
    """Words, categories and flags are those that are marked, and the holder where it is stated."""
    found, wanted = found_and_wanted(example)
    assert found == wanted
