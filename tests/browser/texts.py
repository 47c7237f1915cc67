"""Three invented articles about one invented event, as people paste them.

The Upton Herald rewrites the Elderford Gazette: one name swapped, one sentence dropped, one moved.
The Chronicle reports by itself.
"""

TITLE = "Bridge closed at Elderford"

GAZETTE = """\
Skip to content
Elderford Gazette

Old bridge at Elderford closed after crack is found

By Mara Venn
3 June 2026 09:10 (+02:00)

ELDERFORD (Elderford Gazette) - The old bridge was closed on Wednesday after a crack was found.

About 4,200 cars cross the bridge on a working day, the county said.

"Nobody will drive over it until we know how deep the crack goes," county engineer Ruth Amsel said.

Protesters had warned of rust on the railings since the autumn.

The ferry at Lower Elderford takes foot passengers in the meantime.

A temporary bridge would cost 3.1 million crowns, according to the county.

© Elderford Gazette 2026
"""

HERALD = """\
The Upton Herald
Home | Town | Sport

Bridge at Elderford shut

By the newsroom, with material from Elderford Gazette
3 June 2026 11:30 (+02:00)

The old bridge was closed on Wednesday after a crack was found.

A temporary bridge would cost 3.1 million crowns, according to the county.

About 4,200 cars cross the bridge on a working day, the county said.

"Nobody will drive over it until we know how deep the crack goes," county engineer Ruth Amsel said.

Troublemakers had warned of rust on the railings since the autumn.

Tags: bridge, county
"""

CHRONICLE = """\
The Chronicle

Crack in arch cuts Elderford in two

By Tilo Brand
3 June 2026 14:00 (+02:00)

The second arch of Elderford's old bridge has a crack, and since Wednesday nobody may cross.

Shopkeepers on the east bank fear for the summer trade.

The county expects a first report from its engineers on Friday.
"""

NOT_AN_ARTICLE = "Elderford"
