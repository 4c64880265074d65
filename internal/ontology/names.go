package ontology

// Type is one of PLOVER's sixteen event types. Its number is for use inside one
// program: what is stored or sent is the name.
type Type uint8

// The types, in the order of the data file. NoType stands for none.
const (
	NoType Type = iota
	Agree
	Consult
	Support
	Concede
	Cooperate
	Aid
	Retreat
	Request
	Accuse
	Reject
	Threaten
	Protest
	Sanction
	Mobilize
	Coerce
	Assault
)

// Mode is how an act of some type was done. Types may share a mode's name, and
// then share its number. Its number is for use inside one program.
type Mode uint8

// The modes, each at its first place in the data file. NoMode stands for none.
const (
	NoMode Mode = iota
	Visit
	ThirdParty
	Multilateral
	Phone
	Withdraw
	Release
	Disarm
	Ceasefire
	Access
	Resign
	Assist
	Change
	Yield
	Meet
	Disapprove
	Investigate
	Allege
	Restrict
	Arrest
	Relations
	Expel
	Territory
	Violence
	Demo
	Riot
	Strike
	Hunger
	Boycott
	Obstruct
	Vandalize
	Convict
	Discontinue
	Troops
	Weapons
	Police
	Militia
	Seize
	Censor
	Curfew
	MartialLaw
	Deport
	Withhold
	Misinformation
	Cyber
	Abduct
	Beat
	Torture
	Sexual
	Targeted
	Destroy
	Primitive
	Firearms
	Explosives
	SuicideAttack
	Aerial
	Drone
	HeavyWeapons
	CrowdControl
	Unconventional
)
