/* ChartTable - the chart's figures for those who cannot see it, or want them exactly. */
import type { ReactElement } from "react";
import type { ChartWords } from "./chartOption.ts";
import type { ChartData } from "./readChart.ts";

function tableOf(data: ChartData, words: ChartWords): { head: string[]; rows: [string, ...string[]][] } {
  if (data.kind === "map") return { head: [words.metric], rows: data.countries.map(({ code, value }) => [words.countryText(code), words.figureText(value)]) };
  if (data.kind === "heat") {
    const cells = new Map(data.cells.map((cell) => [`${cell.weekday} ${cell.hour}`, cell.value]));
    const weekdays = [1, 2, 3, 4, 5, 6, 7];
    return {
      head: weekdays.map(words.weekdayText),
      rows: Array.from({ length: 24 }, (_, hour) => [`${String(hour).padStart(2, "0")}:00`, ...weekdays.map((weekday) => words.figureText(cells.get(`${weekday} ${hour}`) ?? null))]),
    };
  }
  return { head: data.series.map(words.seriesName), rows: data.buckets.map((bucket, i) => [words.bucketText(bucket), ...data.series.map((series) => words.figureText(series.values[i] ?? null))]) };
}

export function ChartTable({ data, words, label }: { data: ChartData; words: ChartWords; label: string }): ReactElement {
  const { head, rows } = tableOf(data, words);
  return (
    <table aria-label={label}>
      <thead>
        <tr>
          <td />
          {head.map((text, i) => (
            <th key={i} scope="col">
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...figures], i) => (
          <tr key={i}>
            <th scope="row">{name}</th>
            {figures.map((text, at) => (
              <td key={at} className="number">
                {text}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
