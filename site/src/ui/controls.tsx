// Controls that views share. Native elements, so that keys and readers just work.

import type { Signal } from "@preact/signals";
import { useId } from "preact/hooks";

interface ChoiceProps<T extends string | number> {
  label: string;
  value: Signal<T>;
  options: readonly T[];
  text?: (option: T) => string;
}

/** A drop-down list with its label before it. */
export function Choice<T extends string | number>({ label, value, options, text }: ChoiceProps<T>) {
  return (
    <label class="choice">
      <span>{label}</span>
      <select
        value={String(value.value)}
        onChange={(event) => {
          const chosen = options.find((o) => String(o) === event.currentTarget.value);
          if (chosen !== undefined) value.value = chosen;
        }}
      >
        {options.map((option) => (
          <option key={option} value={String(option)}>
            {text ? text(option) : option}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SwitchProps<T extends string> {
  label: string;
  value: Signal<T>;
  options: readonly T[];
  /** Why it can't be switched; it is disabled then, and says so. */
  disabled?: string;
}

/** One of two or three, all of them in sight. */
export function Switch<T extends string>({ label, value, options, disabled }: SwitchProps<T>) {
  const name = useId();
  return (
    <fieldset class="switch" disabled={disabled !== undefined} title={disabled}>
      <legend class="hidden">{disabled ? `${label} (${disabled})` : label}</legend>
      <span aria-hidden="true">{label}</span>
      <div class="switch-options">
        {options.map((option) => (
          <label key={option}>
            <input
              type="radio"
              name={name}
              checked={value.value === option}
              onChange={() => {
                value.value = option;
              }}
            />
            <span>{option}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface ToggleProps<T extends string> {
  label: string;
  /** The label's end, left out where there is little room. */
  more?: string;
  value: Signal<T>;
  off: T;
  on: T;
  /** The key that toggles it, too. */
  hint?: string;
}

/** A check box with its label behind it. */
export function Toggle<T extends string>(props: ToggleProps<T>) {
  const { label, more, value, off, on, hint } = props;
  return (
    <label class="toggle" title={hint && `Key: ${hint}`}>
      <input
        type="checkbox"
        aria-keyshortcuts={hint}
        checked={value.value === on}
        onChange={(event) => {
          value.value = event.currentTarget.checked ? on : off;
        }}
      />
      <span>
        {label}
        {more && <span class="toggle-more">{more}</span>}
      </span>
    </label>
  );
}
