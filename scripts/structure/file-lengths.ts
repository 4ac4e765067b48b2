import { type Complaint, isTest, type Rule } from "@/scripts/structure/tree"

const longest = 250
const long = 200
const shareOfLong = 0.05

/** 95 of 100 files end within 200 lines, all within 250. */
export const fileLengths: Rule = (tree) => {
  const lengths = [...tree.values()]
    .filter((source) => !isTest(source.path))
    .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
  const overLong = lengths.filter(({ lines }) => lines > long)
  const tooMany = overLong.length > lengths.length * shareOfLong
  const blamed = tooMany ? overLong : overLong.filter(({ lines }) => lines > longest)
  return blamed.map(({ path, lines }): Complaint => ({ path, text: `has ${lines} lines` }))
}
