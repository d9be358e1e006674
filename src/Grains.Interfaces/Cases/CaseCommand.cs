using System.Collections.Immutable;
using CityActors.Alerts;

namespace CityActors.Cases;

/// <summary>What somebody does about a case.</summary>
[GenerateSerializer, Immutable, Alias("case-command")]
public sealed record CaseCommand
{
    /// <summary>The command by which who was asked says yes or no.</summary>
    public const string Answer = "answer";

    /// <summary>The command by which somebody is chosen by hand who takes the case in hand.</summary>
    public const string Assign = "assign";

    /// <summary>The command by which somebody who was chosen out of a pool takes the case in hand.</summary>
    public const string Take = "take";

    /// <summary>The command by which somebody who was chosen out of a pool does not.</summary>
    public const string Decline = "decline-offer";

    /// <summary>The command's name, as its type has it; or <see cref="Answer"/>, <see cref="Assign"/>, <see cref="Take"/> or <see cref="Decline"/>.</summary>
    [Id(0)] public required string Do { get; init; }

    /// <summary>The id of this command; a repeat changes nothing, anything else with this id is refused.</summary>
    [Id(1)] public string CommandId { get; init; } = "";

    /// <summary>Who acts.</summary>
    [Id(2)] public required string Actor { get; init; }

    /// <summary>When, UTC; by the declared clock.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }

    /// <summary>Why; some commands require it.</summary>
    [Id(4)] public string Reason { get; init; } = "";

    /// <summary>Which caller gave the id, and for what; null: the city's own parts did.</summary>
    [Id(5)] public CommandSource? Source { get; init; }

    /// <summary>The roles that who acts holds for this case's owner and area. The door says so, never the body.</summary>
    [Id(6)] public ImmutableHashSet<string> Roles { get; init; } = [];

    /// <summary>The fields of its form, each as JSON.</summary>
    [Id(7)] public ImmutableSortedDictionary<string, string> Form { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Of an answer: which ask.</summary>
    [Id(8)] public string Ask { get; init; } = "";

    /// <summary>Of an answer: yes or no.</summary>
    [Id(9)] public bool Yes { get; init; }

    /// <summary>Of an assignment: as which holder.</summary>
    [Id(10)] public string Holder { get; init; } = "";

    /// <summary>Of an assignment: whom.</summary>
    [Id(11)] public IReadOnlyList<string> Who { get; init; } = [];

    /// <summary>Who the actor is, whichever account he acts by: the key of his record; empty: nobody knows. The door says so, never the body.</summary>
    [Id(12)] public string Person { get; init; } = "";
}
