using System.Globalization;

namespace CityActors.Packs.Expressions;

/// <summary>Numbers with what follows them: <c>12</c>, <c>3.5</c>, <c>30 %</c>, <c>1000.00 CNY</c>, <c>48 urgent-hours</c>.</summary>
internal static class Literals
{
    private const int MostDigits = 28;

    public static LiteralTerm? Number(Token number, Token next, out bool isUnitTaken, out ExpressionFault? fault)
    {
        (isUnitTaken, fault) = (false, null);
        var digits = number.Text.Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        if (digits.Length > MostDigits || number.Text.Length > 2 * MostDigits || !decimal.TryParse(number.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || Fraction(number.Text) > MostDigits)
        {
            fault = new("T0", number.Column, $"{number.Text} has more than {MostDigits} digits.");
            return null;
        }

        var isWhole = !number.Text.Contains('.', StringComparison.Ordinal);
        if (next is { Kind: TokenKind.Sign, Text: "%" })
        {
            isUnitTaken = true;
            return new(Value.Of(value / 100), ExpressionType.Share, $"{number.Text} %", number.Column);
        }

        if (next.Kind != TokenKind.Name || next.Text is "and" or "or" or "in" or "shares" or "where" or "not")
        {
            return new(Value.Of(value), isWhole && value <= long.MaxValue ? ExpressionType.Whole : ExpressionType.Number(), number.Text, number.Column);
        }

        isUnitTaken = true;
        if (next.Text.Length == 3 && next.Text.All(char.IsAsciiLetterUpper) && value.Scale <= 2)
        {
            return new(Value.Of(value), ExpressionType.Money(next.Text), $"{number.Text} {next.Text}", number.Column);
        }

        if (Span.Parse($"{number.Text} {next.Text}") is { } span && span.Amount <= TimeSpan.MaxValue.TotalDays)
        {
            return new(Value.Of(span), ExpressionType.Span(span.Hours), span.ToString(), number.Column);
        }

        fault = new("T0", next.Column, $"'{number.Text} {next.Text}' is no value: after a number stand %, a currency (1000.00 CNY, with whole fen) or a unit of time after a whole number "
            + $"({string.Join(", ", Span.AllUnits)}); any other number takes the unit of what it is compared with or added to.");
        return null;
    }

    private static int Fraction(string number) => number.IndexOf('.', StringComparison.Ordinal) is > 0 and var point ? number.Length - point - 1 : 0;

    public static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
