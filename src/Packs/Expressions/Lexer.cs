using System.Text;

namespace CityActors.Packs.Expressions;

internal enum TokenKind
{
    End,
    Number,
    Date,
    Text,
    Name,
    Sign,
}

internal readonly record struct Token(TokenKind Kind, string Text, int Column, bool BlankBefore);

/// <summary>Cuts a text into numbers, texts, names and signs.</summary>
internal static class Lexer
{
    private static readonly string[] Signs = ["==", "!=", "<=", ">=", "??", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]", ",", "%"];

    private static readonly Dictionary<string, string> Mends = new()
    {
        ["="] = "write == to compare",
        ["&"] = "write 'and'",
        ["|"] = "write 'or'",
        ["!"] = "write 'not' or !=",
        ["'"] = "a text stands in double quotes",
        ["“"] = "a text stands in plain double quotes",
        ["”"] = "a text stands in plain double quotes",
        ["≥"] = "write >=",
        ["≤"] = "write <=",
        ["≠"] = "write !=",
        ["（"] = "write ( without Chinese input",
        ["）"] = "write ) without Chinese input",
        ["，"] = "write a plain comma",
        ["?"] = "write 'field ?? default' for what may be missing",
        [";"] = "one expression has one value; join conditions with 'and'",
    };

    public static ExpressionFault? Read(string text, List<Token> tokens)
    {
        var at = 0;
        while (true)
        {
            var begin = at;
            while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\r')
            {
                at++;
            }

            var isBlank = at > begin || at == 0;
            if (at == text.Length)
            {
                tokens.Add(new(TokenKind.End, "", at + 1, isBlank));
                return null;
            }

            if (Next(text, at, out var kind, out var content, out var length) is { } fault)
            {
                return fault;
            }

            tokens.Add(new(kind, content, at + 1, isBlank));
            at += length;
        }
    }

    private static ExpressionFault? Next(string text, int at, out TokenKind kind, out string content, out int length)
    {
        (kind, content, length) = (TokenKind.Sign, "", 0);
        if (char.IsAsciiDigit(text[at]))
        {
            return Number(text, at, out kind, out content, out length);
        }

        if (text[at] == '"')
        {
            kind = TokenKind.Text;
            return Quoted(text, at, out content, out length);
        }

        if (IsNameStart(text, at))
        {
            (kind, length) = (TokenKind.Name, NameLength(text, at));
            content = text.Substring(at, length);
            return null;
        }

        var sign = Signs.FirstOrDefault(sign => string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0);
        (content, length) = (sign ?? "", sign?.Length ?? 0);
        return sign is null ? Unknown(text, at) : null;
    }

    private static ExpressionFault Unknown(string text, int at)
    {
        var one = Rune.TryGetRuneAt(text, at, out var rune) ? rune.ToString() : "?";
        return new("T0", at + 1, $"'{one}' means nothing here; {Mends.GetValueOrDefault(one, "names are Latin letters, digits and hyphens, and words stand in double quotes")}.");
    }

    private static ExpressionFault? Number(string text, int at, out TokenKind kind, out string content, out int length)
    {
        var isDate = IsDigits(text, at, 4) && At(text, at + 4) == '-' && IsDigits(text, at + 5, 2) && At(text, at + 7) == '-' && IsDigits(text, at + 8, 2);
        var end = isDate ? at + 10 : at;
        while (!isDate && char.IsAsciiDigit(At(text, end)))
        {
            end++;
        }

        if (!isDate && At(text, end) == '.' && char.IsAsciiDigit(At(text, end + 1)))
        {
            end++;
            while (char.IsAsciiDigit(At(text, end)))
            {
                end++;
            }
        }

        (kind, content, length) = (isDate ? TokenKind.Date : TokenKind.Number, text[at..end], end - at);
        var next = At(text, end);
        return char.IsAsciiLetterOrDigit(next) || next is '.' or '$' or '"'
            ? new("T0", end + 1, $"'{next}' follows {content} without a blank; a number is written like 12 or 3.5, with a blank before its unit.")
            : null;
    }

    private static ExpressionFault? Quoted(string text, int at, out string content, out int length)
    {
        var words = new StringBuilder();
        for (var end = at + 1; end < text.Length; end++)
        {
            if (text[end] == '"')
            {
                (content, length) = (words.ToString(), end + 1 - at);
                return null;
            }

            if (text[end] == '\\' && At(text, ++end) is not ('"' or '\\'))
            {
                break;
            }

            words.Append(text[end]);
        }

        (content, length) = ("", 0);
        return new("T0", at + 1, "This text does not end: close it with a double quote; inside a text, \\\" is a quote and \\\\ a backslash, and there are no others.");
    }

    // A name is words of letters, digits and hyphens, joined by dots; a hyphen has a letter or digit on either side.
    private static int NameLength(string text, int at)
    {
        var end = at + 1;
        while (char.IsAsciiLetterOrDigit(At(text, end))
            || (At(text, end) == '-' && char.IsAsciiLetterOrDigit(text[end - 1]) && char.IsAsciiLetterOrDigit(At(text, end + 1)))
            || (At(text, end) == '.' && char.IsAsciiLetter(At(text, end + 1))))
        {
            end++;
        }

        return end - at;
    }

    private static bool IsNameStart(string text, int at) => char.IsAsciiLetter(text[at]) || (text[at] == '$' && char.IsAsciiLetter(At(text, at + 1)));

    private static bool IsDigits(string text, int at, int count)
    {
        for (var index = at; index < at + count; index++)
        {
            if (!char.IsAsciiDigit(At(text, index)))
            {
                return false;
            }
        }

        return true;
    }

    private static char At(string text, int index) => index < text.Length ? text[index] : '\0';
}
