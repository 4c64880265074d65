package train

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"chancery/internal/stage/analyse/depend"
)

// Config says what a model is trained from and how. It goes into the model file.
type Config struct {
	Language string        `json:"language"`
	Seed     uint64        `json:"seed"`
	Train    []string      `json:"train"` // CoNLL-U files under the data folder
	Dev      []string      `json:"dev"`   // each is reported apart
	Noise    noiseConfig   `json:"noise"`
	Raw      rawConfig     `json:"raw"`
	Segment  segmentConfig `json:"segment"`
	Tag      tagConfig     `json:"tag"`
	Parser   parserConfig  `json:"parser"`
	Teacher  *parserConfig `json:"teacher,omitempty"` // as Parser, for the committee that parses raw text
	Silver   silverConfig  `json:"silver"`

	dir string // the config's folder
}

// parserConfig says how the parser is trained.
type parserConfig struct {
	Dims       depend.Dims `json:"dims"` // words and clusters are filled in
	Epochs     int         `json:"epochs"`
	Batch      int         `json:"batch"` // sentences
	Rate       float32     `json:"rate"`
	Warmup     int         `json:"warmup"` // steps
	Beta2      float32     `json:"beta2"`
	DropInput  float32     `json:"drop_input"`
	DropToken  float32     `json:"drop_token"`
	DropHidden float32     `json:"drop_hidden"`
	DropWord   float32     `json:"drop_word"` // a word of frequency f is unknown with d/(d+f)
	TagWeight  float32     `json:"tag_weight"`
	Explore    float32     `json:"explore"` // how often the model's own step is taken, from the second epoch
	Retag      bool        `json:"retag"`   // ship the net's own tags
}

// ReadConfig reads a config file.
func ReadConfig(name string) (*Config, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("cannot read config: %w", err)
	}
	c := &Config{dir: filepath.Dir(name)}
	if err := json.Unmarshal(b, c); err != nil {
		return nil, fmt.Errorf("cannot read config %s: %w", name, err)
	}
	return c, nil
}
