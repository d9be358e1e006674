using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CityActors.Cases;
using CityActors.Dispatch;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.WorkOrders;

/// <summary>The commands of orders as callers write them, and as commands of a case: the type of case says which of them is allowed when, and where it leads.</summary>
internal static class OrderCommands
{
    private const string AlertEndedInChinese = "告警结束"; // No command of the type: it happens outside.

    private static readonly WorkOrderCommand[] kinds =
    [
        new Check(), new FileCase(), new RefuseCase(), new AssignTo(), new SignFor(), new Decline(), new Start(), new Submit(), new Confirm(), new Verify(), new Close(), new Rework(), new Return(),
        new Suspend(), new Resume(), new Extend(), new Escalate(), new Merge(), new Cancel(), new Reopen(), new Appeal(), new DecideAppeal(), new Rate(), new Transfer(), new AskExtension(), new Supervise(), new Revisit(),
    ];

    private static readonly FrozenDictionary<Type, string> names = typeof(WorkOrderCommand).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(static derived => derived.DerivedType, static derived => (string)derived.TypeDiscriminator!);

    private static readonly JsonSerializerOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ImmutableSortedDictionary<string, string> none = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>One command of each kind that callers may give, in the order of an order's life.</summary>
    public static IEnumerable<WorkOrderCommand> Kinds => kinds;

    /// <summary>The name of a command as callers write it, which is its name in the type, too.</summary>
    public static string NameOf(WorkOrderCommand command) => names[command.GetType()];

    /// <summary>The name of a command in Chinese.</summary>
    public static string ChineseNameOf(CaseProgram program, WorkOrderCommand command) =>
        program.CommandsNamed(NameOf(command)) is [var number, ..] ? program.Commands[number].Spec.Name.Zh! : AlertEndedInChinese;

    /// <summary>The commands that a type allows in a state of its own.</summary>
    public static IEnumerable<WorkOrderCommand> AllowedIn(CaseProgram program, string status) =>
        kinds.Where(kind => program.CommandsNamed(NameOf(kind)).Any(number => program.Commands[number].From.Contains(status)));

    /// <summary>A command as a case takes it.</summary>
    /// <param name="program">The order's type.</param>
    /// <param name="command">The command. Who may give it the door has decided: whoever gets this far has every role.</param>
    /// <param name="at">Its time, UTC.</param>
    public static CaseCommand Of(CaseProgram program, WorkOrderCommand command, DateTimeOffset at) => new()
    {
        Do = NameOf(command),
        CommandId = command.CommandId,
        Actor = command.Actor,
        At = at,
        Reason = command.Reason,
        Source = command.Source,
        Roles = program.Roles,
        Form = FormOf(command),
    };

    /// <summary>A text as a field of a case holds it.</summary>
    public static string Json(string text) => JsonSerializer.Serialize(text, plain);

    // What is empty was not given.
    private static ImmutableSortedDictionary<string, string> FormOf(WorkOrderCommand command) => command switch
    {
        AssignTo assign => Text("to-unit", assign.Department).Add("choices", Rows(assign.Choices)),
        SignFor sign => Text("responder", sign.Responder),
        Decline decline => Text("responder", decline.Responder),
        Suspend suspend => none.Add("until", JsonSerializer.Serialize(suspend.Until)),
        Extend extend => none.Add("granted", Flag(extend.Granted)),
        Merge merge => Text("into", merge.Into),
        DecideAppeal decide => none.Add("granted", Flag(decide.Granted)),
        Transfer transfer => Text("to-unit", transfer.Department).AddRange(Text("to-level", transfer.Level is { } level ? JsonNamingPolicy.KebabCaseLower.ConvertName(level.ToString()) : "")),
        Revisit revisit => none.Add("satisfied", Flag(revisit.Satisfied)),
        Rate rate => none.Add("stars", rate.Stars.ToString(CultureInfo.InvariantCulture)),
        _ => none,
    };

    private static ImmutableSortedDictionary<string, string> Text(string field, string text) => text.Length == 0 ? none : none.Add(field, Json(text));

    private static string Flag(bool flag) => flag ? "true" : "false";

    private static string Rows(IReadOnlyList<DispatchChoice> choices)
    {
        var rows = new StringBuilder("[");
        foreach (var choice in choices)
        {
            var (need, who) = (choice.Skill.Length > 0 ? $"\"need\":{Json(choice.Skill)}" : "", choice.Responder.Length > 0 ? $"\"who\":{Json(choice.Responder)}" : "");
            rows.Append(rows.Length > 1 ? ",{" : "{").Append(need).Append(need.Length > 0 && who.Length > 0 ? "," : "").Append(who).Append('}');
        }

        return rows.Append(']').ToString();
    }
}
