declare module "*.module.css" {
  const classes: Record<string, string>;
  export default classes;
}
declare module "*.css";
declare module "*/guide.en.md" {
  const blocks: readonly import("./pages/guide/blocks.ts").Block[];
  export default blocks;
}
declare module "*/guide.fr.md" {
  const blocks: readonly import("./pages/guide/blocks.ts").Block[];
  export default blocks;
}
