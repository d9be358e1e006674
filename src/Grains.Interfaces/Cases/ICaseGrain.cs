using CityActors.Alerts;
using CityActors.Reactions;
using Orleans.Concurrency;

namespace CityActors.Cases;

/// <summary>Something under way, of a type that a pack has; key is the case's id.</summary>
public interface ICaseGrain : ICityGrain
{
    /// <summary>Begins the case; the same beginning again changes nothing.</summary>
    [Alias("Begin")]
    Task<CaseReply> Begin(string type, CaseBeginning beginning);

    /// <summary>Acts on the case; a repeated command id changes nothing and gets the same answer.</summary>
    [Alias("Handle")]
    Task<CaseReply> Handle(CaseCommand command);

    /// <summary>What the case would answer to each command of its type now, by the rules that decide; null where there is no such case. Changes nothing.</summary>
    /// <param name="giver">Who asks, when, in which roles: a command whose name does not count.</param>
    [ReadOnly, Alias("Weigh")]
    Task<WeighedCase?> Weigh(CaseCommand giver);

    /// <summary>What is wrong with the form of a command, whoever gives it; null where there is no such case. Changes nothing.</summary>
    [ReadOnly, Alias("CheckForm")]
    Task<IReadOnlyList<CaseFormFault>?> CheckForm(CaseCommand command);

    /// <summary>The case with its history, or null.</summary>
    [ReadOnly, Alias("Read")]
    Task<CaseView?> Read();
}

/// <summary>The answer to what was done about a case.</summary>
/// <param name="Case">The case after it, or null where there is none of that id.</param>
/// <param name="Refusal">Why nothing changed, or null.</param>
[GenerateSerializer, Immutable, Alias("case-reply")]
public sealed record CaseReply(
    [property: Id(0)] CaseSummary? Case,
    [property: Id(1)] Refusal? Refusal);

/// <summary>What a case would answer to each command now.</summary>
/// <param name="Version">The case's version.</param>
/// <param name="Commands">The commands of its type, then one for each ask that is open.</param>
[GenerateSerializer, Immutable, Alias("weighed-case")]
public sealed record WeighedCase(
    [property: Id(0)] long Version,
    [property: Id(1)] IReadOnlyList<WeighedCaseCommand> Commands);

/// <summary>What would become of a command that was not given.</summary>
/// <param name="Do">The command.</param>
/// <param name="English">What people call it.</param>
/// <param name="Chinese">The same in Chinese.</param>
/// <param name="Form">The fields that it takes.</param>
/// <param name="NeedsReason">Whether it must say why.</param>
/// <param name="Ask">Of an answer: which ask.</param>
/// <param name="Refusal">Why it would be refused, or null: it would be done if its form is filled in.</param>
[GenerateSerializer, Immutable, Alias("weighed-case-command")]
public sealed record WeighedCaseCommand(
    [property: Id(0)] string Do,
    [property: Id(1)] string English,
    [property: Id(2)] string Chinese,
    [property: Id(3)] IReadOnlyList<CaseFormField> Form,
    [property: Id(4)] bool NeedsReason,
    [property: Id(5)] string Ask,
    [property: Id(6)] Refusal? Refusal);

/// <summary>What is wrong with a form.</summary>
/// <param name="Field">The field; of a party with a dollar sign; empty: the form as a whole.</param>
/// <param name="Why">What is wrong.</param>
[GenerateSerializer, Immutable, Alias("case-form-fault")]
public sealed record CaseFormFault(
    [property: Id(0)] string Field,
    [property: Id(1)] Refusal Why);

/// <summary>A field of a form.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Act">What is done with it: <c>set</c>, <c>append</c> a row, <c>tick</c> rows by their numbers.</param>
/// <param name="IsNeeded">Whether it must be filled in.</param>
[GenerateSerializer, Immutable, Alias("case-form-field")]
public sealed record CaseFormField(
    [property: Id(0)] string Field,
    [property: Id(1)] string Act,
    [property: Id(2)] bool IsNeeded);
