/* theme - Mantine's look, bound to the colours of tokens.css. */
import { createTheme, type MantineColorsTuple } from "@mantine/core";

/* One accent: a quiet blue, of which 7 keeps 4.5:1 on white. */
const accent: MantineColorsTuple = ["#eaf2fb", "#d3e3f5", "#a6c6ea", "#76a7df", "#4e8cd5", "#357ccf", "#1f6fc6", "#155fae", "#0d559e", "#00498d"];

export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 6 },
  colors: { accent },
  autoContrast: true,
  defaultRadius: "sm",
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "18px" },
  headings: { sizes: { h1: { fontSize: "18px", fontWeight: "600" }, h2: { fontSize: "15px", fontWeight: "600" }, h3: { fontSize: "14px", fontWeight: "600" } } },
  components: {
    Button: { defaultProps: { size: "xs" } },
    ActionIcon: { defaultProps: { variant: "subtle", size: "md" } },
    TextInput: { defaultProps: { size: "sm" } },
    NumberInput: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { size: "sm" } },
    MultiSelect: { defaultProps: { size: "sm" } },
    Textarea: { defaultProps: { size: "sm" } },
    /* The page has its banner; a form's title is none. */
    DrawerHeader: { defaultProps: { role: "presentation" } },
    ModalHeader: { defaultProps: { role: "presentation" } },
    /* Mantine writes it in the alert's own colour: 3.7:1 in blue. */
    Alert: { styles: { title: { color: "var(--text)" } } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
  },
});
