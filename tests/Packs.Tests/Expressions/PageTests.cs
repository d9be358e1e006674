using System.Text.Json;
using Xunit;

namespace CityActors.Packs.Expressions;

/// <summary>The examples on the page for those who write packs.</summary>
public sealed class PageTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "expressions.md"));

    private static readonly Scope Scope = new(Rows("| path |").Select(Field)) { Never = ["last-year"] };

    [Fact]
    public void Page_Examples_GiveWhatItSays() => Assert.All(Rows("| expression | with | gives |"), cells =>
    {
        var expression = Checked(cells[0]);
        var wanted = Notation.Value(JsonDocument.Parse(cells[2]).RootElement, expression.Type);
        Assert.True(Value.Same(expression.Evaluate(Values(cells[1])), wanted), cells[0]);
    });

    [Fact]
    public void Page_Reasons_AreTold() => Assert.All(Rows("| expression | with | says |"), cells =>
    {
        var told = Checked(cells[0]).Explain(Values(cells[1]));
        Assert.Contains(cells[2], new[] { told.InEnglish, told.InChinese });
    });

    [Fact]
    public void Page_Refusals_AreMade() => Assert.All(Rows("| code | what | expression |"), cells =>
        Assert.Equal(cells[0], Assert.Single(Expression.Check(cells[2], Scope).Faults).Code));

    [Fact]
    public void Page_Functions_AreAllNamed() => Assert.All(Function.All.Keys, name => Assert.Contains(Lines, line => line.Contains($"`{name}(", StringComparison.Ordinal)));

    private static CheckedExpression Checked(string text)
    {
        var check = Expression.Check(text, Scope);
        Assert.Empty(check.Faults);
        return check.Expression!;
    }

    private static IValues Values(string json) => Notation.Values(JsonDocument.Parse(json).RootElement, Scope);

    private static ScopeField Field(string[] cells)
    {
        var names = cells[3].Split(" / ");
        return new(cells[0], Notation.Type(cells[1])) { MayBeMissing = cells[2] == "yes", English = names[0], Chinese = names[1] };
    }

    private static List<string[]> Rows(string head)
    {
        var rows = Lines.SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Replace("\\|", "\u0001", StringComparison.Ordinal).Split('|')[1..^1].Select(cell => cell.Trim().Trim('`').Replace('\u0001', '|')).ToArray()).ToList();
        Assert.NotEmpty(rows);
        return rows;
    }
}
