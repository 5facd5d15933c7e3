/* HourLines - two lines by the hour, the one of today over that of yesterday; what is under the pointer is named. Drawn here: a chart library weighs more than the rest of the first load. */
import { useElementSize } from "@mantine/hooks";
import { useState, type PointerEvent, type ReactElement } from "react";
import classes from "./home.module.css";
import { ticksOf } from "./scale.ts";

export interface HourLinesProps {
  /** Null: an hour that is still to come. */
  today: readonly (number | null)[];
  yesterday: readonly (number | null)[];
  names: readonly [today: string, yesterday: string];
  textOf: (value: number | null) => string;
  hourText: (hour: number) => string;
  language: string;
  label: string;
}

const HEIGHT = 166;
const TOP = 8;
const BOTTOM = 20;
const RIGHT = 12;
const DIGIT_PX = 7;
const LABEL_EVERY = 3;

export function HourLines({ today, yesterday, names, textOf, hourText, language, label }: HourLinesProps): ReactElement {
  const { ref, width } = useElementSize();
  const [hour, setHour] = useState<number | null>(null);
  const ticks = ticksOf([...today, ...yesterday].filter((value) => value !== null), 3);
  const short = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 2 });
  const left = 10 + DIGIT_PX * Math.max(...ticks.map((tick) => short.format(tick).length));
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const last = yesterday.length - 1;
  const x = (at: number): number => left + (at / last) * Math.max(1, width - left - RIGHT);
  const y = (value: number): number => TOP + (1 - (value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const pointsOf = (line: readonly (number | null)[]): string => line.flatMap((value, at) => (value === null ? [] : [`${x(at).toFixed(1)},${y(value).toFixed(1)}`])).join(" ");
  const reached = today.filter((value) => value !== null).length - 1;
  const onMove = (event: PointerEvent<SVGSVGElement>): void => {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
    setHour(Math.max(0, Math.min(last, Math.round(((at - left) / (width - left - RIGHT)) * last))));
  };
  return (
    <figure className={classes.chart} ref={ref}>
      <figcaption className={classes.legend} aria-hidden>
        <span data-line="today">{names[0]}</span>
        <span data-line="yesterday">{names[1]}</span>
      </figcaption>
      <svg role="img" aria-label={label} width={width} height={HEIGHT} onPointerMove={onMove} onPointerLeave={() => setHour(null)}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={left} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} data-zero={tick === 0 || undefined} className={classes.grid} />
            <text x={left - 6} y={y(tick) + 4} textAnchor="end">
              {short.format(tick)}
            </text>
          </g>
        ))}
        {yesterday.map((_, at) =>
          at % LABEL_EVERY === 0 ? (
            <text key={at} x={x(at)} y={HEIGHT - 4} textAnchor="middle">
              {at}
            </text>
          ) : null,
        )}
        <polyline points={pointsOf(yesterday)} className={classes.yesterday} />
        {reached >= 0 && <polygon points={`${x(0)},${y(0)} ${pointsOf(today)} ${x(reached)},${y(0)}`} className={classes.area} />}
        <polyline points={pointsOf(today)} className={classes.today} />
        {reached === 0 && <circle cx={x(0)} cy={y(today[0] ?? 0)} r={3} className={classes.dot} />}
        {hour !== null && <line x1={x(hour)} x2={x(hour)} y1={TOP} y2={HEIGHT - BOTTOM} className={classes.pointer} />}
      </svg>
      {hour !== null && (
        <div className={classes.tip} style={x(hour) > width / 2 ? { right: width - x(hour) + 8 } : { left: x(hour) + 8 }}>
          <strong>{hourText(hour)}</strong>
          <span>
            {names[0]}: {textOf(today[hour] ?? null)}
          </span>
          <span>
            {names[1]}: {textOf(yesterday[hour] ?? null)}
          </span>
        </div>
      )}
    </figure>
  );
}
