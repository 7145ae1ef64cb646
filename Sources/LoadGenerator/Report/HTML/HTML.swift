/// Text within a page.
enum HTML {
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
    }

    /// A table whose first row names the columns and whose first column names the rows.
    static func table(_ rows: [[String]]) -> String {
        guard let head = rows.first else { return "" }
        let body = rows.dropFirst().map { row in
            "<tr>"
                + row.enumerated().map {
                    $0.offset == 0 ? "<th scope=\"row\">\(escaped($0.element))</th>" : "<td>\(escaped($0.element))</td>"
                }
                .joined() + "</tr>"
        }
        let columns = head.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
        return "<div class=\"wide\"><table><thead><tr>\(columns)</tr></thead><tbody>\(body.joined())</tbody></table></div>"
    }
}
