package anon

import "strings"

// The words of pseudonyms: short, harmless, and none of them heatsink's own.
var (
	adjectives = strings.Fields(`
able amber ample arctic autumn azure bold brave brisk bronze calm candid
cheery chilly clever cobalt coral cosmic cozy crimson dapper daring dusty eager
early fancy fearless fluffy frosty gentle giddy gleaming golden grand hasty hazel
humble indigo ivory jaunty jolly keen lively loyal lucky mellow merry mighty
misty modest noble olive pastel placid plucky proud quaint rosy rustic scarlet
shiny silver snowy witty`)
	nouns = strings.Fields(`
acorn alder antler aspen badger bamboo barley beaver birch bison blossom bobcat
boulder bramble brook buffalo bumblebee canyon caribou cedar cherry chestnut cicada
clover condor cougar coyote cranberry cricket crocus curlew cypress daisy dolphin
donkey dragonfly egret elder ember falcon feather fern ferret finch firefly
flamingo foxglove gazelle gecko ginger glacier goose gorge grouse guppy hamster
harbor hazelnut hedgehog heron hibiscus hornet iguana jackal jaguar juniper kestrel
kiwi koala lagoon lantern larch lemur lichen lilac linden lizard llama lobster
lotus lynx magpie mallard mango maple marmot meadow meerkat mimosa minnow monsoon
moose moss mulberry mustang nettle newt nutmeg ocelot opossum orchid osprey
otter panther papaya parsley pelican penguin peony petrel pheasant plover poppy
possum puffin quail quince rabbit raccoon raven reindeer robin rowan`)
)
