"""Which words are mentions: the senses of the frequent words, part of speech, modals, support verbs, told apart in spoken sentences.

In every sentence exactly the marked words are found: ``[think|mod]`` with its category, and with holder and flags where they are stated.
"""

import pytest

THINK = """
I [think|mod] it was nineteen eighty-five.
I [think|mod] she was [frightened|emo] of him.
I [thought|cog] he [hated|emo] me.
She [thought|cog,other] about it for years.
I was [thinking|cog] about my dad the other day.
I don't [think|mod,negated] he [cared|emo].
He was, I [think|mod], [frightened|emo].
It was a Tuesday, I [think|mod].
It was a Tuesday I [think|mod].
What do you [think|cog,interviewer]?
I [think|cog] about her every single day.
My mother [thinks|cog,other] I'm lazy.
I used to [think|cog] it was my fault.
I just, I [think|mod], I [think|mod] he was [lonely|emo].
I [think|mod] so.
I don't [think|mod,negated] so.
I would [think|mod] she [knew|cog].
I've been [thinking|cog] a lot lately.
It makes me [think|cog] she [wanted|des] out.
I [think|mod] about four years ago we moved to Leeds.
so yeah i [think|mod] we were about six or seven
[Maybe|mod] he just [thought|cog,other] it was funny.
I really [think|mod] that he was there.
I mean, I [think|mod], um, she was on her own a lot.
The way I [think|cog] about it has changed.
I kept [thinking|cog] what if she never comes back.
He never [thought|cog,other,negated] of us.
I [think|mod] the thing with my dad was that he drank.
Whatever you [think|cog] of him, he paid the bills.
You'd [think|cog,generic] they'd have rung.
"""

KNOW = """
I don't [know|mod,negated].
I don't [know|cog,negated] what she [felt|emo].
I don't [know|cog,negated] if he [loved|emo] her.
She [knew|cog,other] I was [scared|emo].
You know, it was a long time ago.
It was, you know, one of those things.
He knew how to swim.
I knew his brother from school.
She didn't [know|cog,other,negated] how to handle it.
I don't [know|mod,negated], [maybe|mod] he was [jealous|emo].
I [know|cog] that she [loved|emo] us.
[As far as I know|mod] he never came back.
He was [angry|emo], I don't [know|mod,negated].
I never [knew|cog,negated] why.
Nobody [knew|cog,negated].
We'd known them for years.
I got to know her later.
You never know.
y'know he just left
I didn't [know|cog,negated].
You know what, I left.
I don't [know|cog,negated] why I did that.
I honestly don't [know|mod,negated].
I don't [know|mod,negated] um it was a while back
like i [dunno|mod,negated] she was just [sad|emo] all the time
I [know|cog] it sounds odd.
He [knew|cog,other] exactly what he was doing.
They didn't [know|cog,other,negated] about my brother.
I'll never [know|cog,negated].
I know her from work.
"""

FEEL = """
I felt [sad|emo].
I [felt|cog] like she didn't [care|emo,negated].
I [felt|cog] that it was unfair.
I [felt|des] like leaving.
How did that make you [feel|emo]?
I don't [know|cog,negated] how she [felt|emo].
I felt the wall with my hand.
He felt [ashamed|emo,other].
I hid my [feelings|emo].
I [felt|cog] as if nobody could hear me.
I felt sick.
I [felt|per,self] her [sadness|emo,other].
I didn't [feel|cog,negated] like he was listening.
I didn't [feel|des,negated] like talking.
I, I felt, um, [lonely|emo] I [suppose|mod].
It was a horrible [feeling|emo].
I had a [feeling|cog] that he'd go.
She [felt|cog,other] they were being unfair to her.
I [feel|cog] like, I [feel|cog] like he wasn't there for us.
My leg felt heavy.
It's hard to explain how I [felt|emo].
I felt really, really [guilty|emo] about it.
That's just the way I [feel|emo].
I [feel|cog] like my mum did everything on her own.
"""

MEAN = """
I mean, he was mean to me.
I didn't [mean|des,negated] to [hurt|emo,other] her.
It means that we lost.
He didn't [mean|des,negated] any harm.
What I mean is, she left.
She [meant|des,other] to call.
You know what I mean.
I mean I [think|mod] he [loved|emo] us, I mean, in his own way.
What does that mean?
It wasn't meant to be.
He was a mean old man.
I never [meant|des,negated] to leave her there.
She can be so mean sometimes.
So, I mean, we moved.
Which meant we had no car.
"""

LIKE = """
I [liked|emo] school.
He looked like my uncle.
It was, like, ten o'clock.
I'd [like|des] to see her again.
She didn't [like|emo,negated] me much.
I like, I never went back.
He's like my brother.
I really [like|emo] my teacher now.
Like when I was five she left.
We all [liked|emo] him.
He [likes|emo] being in charge.
I just like went upstairs.
What was she like?
I like totally froze.
She never [liked|emo,negated] it when I cried.
There were like six of us in one room.
and like we like moved around a lot like every year
They would [like|des,other] us to move.
Things like that.
I [like|emo] him but he drives too fast.
Do you [like|emo,interviewer] it here?
It's not like we were poor.
She acted like nothing had happened.
I didn't [like|emo,negated] the way he talked to her.
"""

SEE = """
I can [see|cog] now that she was [trying|des].
That's the way he [saw|cog] it.
I saw him on Monday.
I see.
You see, we had no money.
I could [see|per] she was [hurt|emo].
He could [see|per,other] that I was [upset|emo].
I [saw|per] how [frightened|emo] she was.
I [see|cog] it a whole lot differently these days.
I went to see my gran.
I heard a bang upstairs.
I haven't seen her since.
I can't [see|cog,negated] why he did it.
I [see|cog] it differently now.
We'll see what happens.
I [saw|per] my mum was [worried|emo].
I can [see|cog] why she was like that.
You could see the sea from there.
I didn't see him for two years.
We saw the doctor and then we went home.
"""

WANT = """
I [wanted|des] him to stay.
I don't [want|des,negated] to go.
Do you want me to start?
I [want|des], I [want|des] to be left alone.
Nobody [wanted|des,negated] me.
I felt [wanted|emo].
All she [wanted|des,other] was a quiet life.
Whatever you want.
She said she didn't [want|des,other,negated] me.
I used to [want|des] to be like him.
He [wanted|des,other] me to be a doctor.
They [wanted|des,other] money.
i kinda [wanted|des] her to ask me
I was [trying|des] to help.
He never even [tried|des,other,negated].
We [tried|des,shared] and [tried|des,shared].
I tried the soup.
She'd [try|des,other] and hide it.
It wants a good clean.
"""

NEED = """
I [needed|des] her.
You need a ticket.
I need to go.
We need to talk about the rent.
He [needed|des,other] someone to hold him.
I don't need a coat.
The car needs fixing.
Her [needs|des,other] came first.
There's no need to shout.
I [needed|des] to feel [safe|emo].
I [needed|des] to be held.
She [needed|des,other] me to tell her it was fine.
I just [needed|des] my mum.
I need to get some milk.
You need to sign here.
Children [need|des,generic] their parents.
"""

SURE = """
I'm [sure|mod] he [loved|emo] her.
I'm not [sure|mod,negated].
I wasn't [sure|cog,negated] what to do.
Make sure it's shut.
Sure, okay.
I'm pretty [sure|mod] that it was May.
She was [sure|cog,other] I'd lied.
I'm not [sure|cog,negated] what it was for.
Are you [sure|cog,interviewer]?
I'm not even [sure|mod,negated] he [knew|cog].
I [guess|mod] I'm not so [sure|mod,negated] anymore.
I'm [certain|mod] she [knew|cog].
A certain man came to the house.
We had to make sure the door was locked.
I was never [sure|cog,negated] of him.
For certain kinds of people it works.
"""

HOPE = """
I [hope|des] so.
I [hoped|des] she would come.
I [wish|des] I'd stayed.
Best wishes from all of us.
[Hopefully|des] it gets better.
I was [hoping|des] he'd ring.
I'm [hoping|des] to start in June.
She had no [hope|des,negated] left.
He [wished|des,other] he'd been kinder.
She'd always [hoped|des,other] for a girl.
I wish you well.
I really [hope|des] that he rings.
"""

FIND = """
She [found|cog,other] me dull.
I [find|cog] that it helps.
I found the keys.
I [found|cog] it hard to talk to him.
I found him in the garden.
I [found out|cog] he'd lied.
We found a flat in Hull.
He [finds|cog,other] it difficult.
I couldn't find my shoes.
I [tried|des] to find the door.
What I [found|cog] odd was the silence.
They found the dog asleep.
My mates [find|cog,other] me tiring.
"""

SEEM = """
She [seemed|per,self] [sad|emo,other].
[It seems|mod] that he [knew|cog].
The house seemed empty.
He [looked|per] so [disappointed|emo,other].
He looked at me.
It looked like rain.
Mum [sounded|per] [upset|emo,other] on the phone.
He appeared out of nowhere.
He [appeared|per] to be [frightened|emo,other].
They [seemed|per] to [enjoy|emo,other] it.
The road looked fine.
You [look|per] [worried|emo].
"""

PERCEPTION = """
I could [tell|per] he was lying.
You could [tell|per] she [loved|emo] him.
I [sensed|per] he was [angry|emo].
She [noticed|per,other] I was quiet.
I [heard|per] the [fear|emo] in her voice.
I could [hear|per] that she was [sad|emo].
Nobody [noticed|per,negated] that I was [sad|emo].
I didn't [notice|per,negated] how [lonely|emo] she was.
I can always [tell|per] when he's [stressed|emo].
You could [see|per] the [fear|emo] in his eyes.
I [felt|per] his [anger|emo,other].
Everybody could [see|per,generic] how [proud|emo] he was.
I could [see|per] the [disappointment|emo] on her face.
I noticed the door was open.
He told me the time.
I couldn't tell him the name of the street.
She [picked up that|per,other] I was [nervous|emo].
i could [tell|per] from her face
"""

MODALS = """
She [might|mod] have been [scared|emo].
It might rain.
You may go.
He [must|mod] have [known|cog].
I must go.
I could have been there by six.
I couldn't [trust|emo,negated] him.
She could [understand|cog] me.
He would [worry|emo,other] if I was late.
He [may|mod] [want|des] that.
I might go to the shop because I [like|emo] it.
They [must|mod] have been so [proud|emo].
He [might|mod] not have [known|cog,negated].
She [could|mod] have been [jealous|emo].
It may snow in May.
You can't [understand|cog,negated] that at seven.
It [must|mod] have been really [scary|emo] for her.
We must have walked for miles.
He should have [known|cog].
She might come on Sunday.
"""

STANCE = """
I [guess|mod] she was [tired of|emo] it.
I [suppose|mod] he [loved|emo] us.
He left early, I [suppose|mod].
I [believe|mod] she was born in Cork.
I [believed|cog] him.
I [imagine|mod] she was [lonely|emo].
I [imagined|cog] her face.
I [doubt|mod] he [knew|cog].
[Maybe|mod] she was [scared|emo].
He was [probably|mod] [angry|emo].
[Of course|mod] I [missed|emo] her.
I was supposed to be in bed.
I [expected|cog] him to shout.
I [bet|mod] he [knew|cog].
I bet ten pounds on it.
We [assumed|cog] it was over.
[Obviously|mod] we moved.
I [guess|mod].
She [guessed|cog], um, she [guessed|cog] I was lying.
I [wonder|cog] what he [wanted|des].
I [realise|cog] that now.
I always [wondered|cog] whether she [regretted|emo] it.
"""

SPEECH_PARTS = """
That was a kind thing to do.
It was a kind of game.
His [love|emo,other] was all I had.
I [love|emo] my sister.
I was [hurt|emo].
I hurt my knee.
The [hurt|emo] never went away.
She had a good sense of humour.
They gave us two weeks' notice.
No wonder she left.
The content of the letter was short.
The fine was forty pounds.
I was [fine|emo].
We crossed the road.
She was [cross|emo] with me.
My [guess|cog] is he left.
Mind the step.
The care home was shut.
I took care of her.
I never [cared|emo,negated] about the money.
It was a sad film.
She was a kind woman.
It was an awful house.
I was really hungry and cold.
We miss the bus every morning.
I [miss|emo] her every morning.
The [stress|emo] of it all made him ill.
You have to stress the first word.
I'm [afraid|emo] of dogs.
I'm afraid not.
Her [doubts|cog,other] grew.
I [trust|emo] him.
We were moved to another class.
I was [moved|emo] by it.
The [fear|emo] got worse.
I [feared|emo] him.
He cried all night.
She laughed and laughed.
He is a strict man.
She was very close to the door.
He used to beat us.
I was [worried sick|emo].
"""

SPANS = """
I [tried|des] to [make sense of|cog] it.
He did it [on purpose|des,other].
I was [in denial|cog] about it.
I [changed my mind|cog].
I had [no idea|cog,negated].
I got so [angry|emo].
She made him feel [guilty|emo,other].
I was, I was [scared|emo].
I was [scared|emo], really [scared|emo].
I had [mixed feelings|emo] about it.
It [broke my heart|emo].
He [lost his temper|emo].
[no idea|cog,negated]
I became very [anxious|emo].
"""

GROUPS = {
    "think": THINK, "know": KNOW, "feel": FEEL, "mean": MEAN, "like": LIKE, "see": SEE, "want": WANT, "need": NEED, "sure": SURE,
    "hope": HOPE, "find": FIND, "seem": SEEM, "perception": PERCEPTION, "modals": MODALS, "stance": STANCE, "parts": SPEECH_PARTS,
    "spans": SPANS,
}  # fmt: skip


@pytest.mark.parametrize(
    "example",
    [pytest.param(line, id=f"{name}: {line}") for name, block in GROUPS.items() for line in block.strip().splitlines()],
)
def test_exactly_the_marked_words_are_mentions(example, found_and_wanted):
    """Words, categories and flags are those that are marked, and the holder where it is stated."""
    found, wanted = found_and_wanted(example)
    assert found == wanted
