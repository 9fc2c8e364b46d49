// Command backend asks the backend of the ClickHouse plugin for Grafana: one JSON document in, a line of JSON for each query out.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/grafana/clickhouse-datasource/pkg/plugin"
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

type query struct {
	ID    string          `json:"id"`
	Model json.RawMessage `json:"model"`
	From  int64           `json:"from"`
	To    int64           `json:"to"`
}

type input struct {
	JSONData json.RawMessage `json:"jsonData"`
	Password string          `json:"password"`
	Queries  []query         `json:"queries"`
}

type field struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

type output struct {
	ID       string  `json:"id"`
	Error    string  `json:"error,omitempty"`
	Executed string  `json:"executed"`
	Fields   []field `json:"fields"`
	// rows as the plugin's frame holds them; moments in RFC 3339
	Rows [][]any `json:"rows"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stdout, err)
		os.Exit(1)
	}
}

func run() error {
	var in input
	if err := json.NewDecoder(bufio.NewReader(os.Stdin)).Decode(&in); err != nil {
		return fmt.Errorf("input: %w", err)
	}
	ctx := context.Background()
	settings := backend.DataSourceInstanceSettings{
		UID:                     "duqing-clickhouse",
		Name:                    "duqing",
		JSONData:                in.JSONData,
		DecryptedSecureJSONData: map[string]string{"password": in.Password},
	}
	instance, err := plugin.NewDatasource(ctx, settings)
	if err != nil {
		return fmt.Errorf("data source: %w", err)
	}
	handler, ok := instance.(backend.QueryDataHandler)
	if !ok {
		return fmt.Errorf("the data source takes no queries")
	}
	plugged := backend.PluginContext{DataSourceInstanceSettings: &settings}
	if checker, ok := instance.(backend.CheckHealthHandler); ok {
		health, err := checker.CheckHealth(ctx, &backend.CheckHealthRequest{PluginContext: plugged})
		if err != nil || health.Status != backend.HealthStatusOk {
			return fmt.Errorf("health: %v %+v", err, health)
		}
	}
	out := json.NewEncoder(os.Stdout)
	for _, one := range in.Queries {
		if err := out.Encode(ask(ctx, handler, plugged, one)); err != nil {
			return err
		}
	}
	return nil
}

func ask(ctx context.Context, handler backend.QueryDataHandler, plugged backend.PluginContext, one query) output {
	response, err := handler.QueryData(ctx, &backend.QueryDataRequest{
		PluginContext: plugged,
		Queries: []backend.DataQuery{{
			RefID:         "A",
			JSON:          one.Model,
			Interval:      time.Minute,
			MaxDataPoints: 1000,
			TimeRange:     backend.TimeRange{From: time.UnixMilli(one.From).UTC(), To: time.UnixMilli(one.To).UTC()},
		}},
	})
	found := output{ID: one.ID, Fields: []field{}, Rows: [][]any{}}
	if err != nil {
		found.Error = err.Error()
		return found
	}
	answer := response.Responses["A"]
	if answer.Error != nil {
		found.Error = answer.Error.Error()
	}
	if len(answer.Frames) > 1 {
		found.Error = fmt.Sprintf("%d frames", len(answer.Frames))
	}
	for _, frame := range answer.Frames {
		fill(&found, frame)
	}
	return found
}

func fill(found *output, frame *data.Frame) {
	if frame.Meta != nil {
		found.Executed = frame.Meta.ExecutedQueryString
	}
	for _, one := range frame.Fields {
		found.Fields = append(found.Fields, field{Name: one.Name, Type: one.Type().ItemTypeString()})
	}
	rows, _ := frame.RowLen()
	for at := 0; at < rows; at++ {
		row := []any{}
		for _, one := range frame.Fields {
			value, _ := one.ConcreteAt(at)
			if one.Type().Nullable() {
				if _, ok := one.ConcreteAt(at); !ok {
					value = nil
				}
			}
			row = append(row, value)
		}
		found.Rows = append(found.Rows, row)
	}
}
