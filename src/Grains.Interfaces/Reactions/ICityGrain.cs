using CityActors.Deadlines;
using CityActors.Facts;

namespace CityActors.Reactions;

/// <summary>A grain stored by commits: it learns of others' facts through letters and of time through its deadlines.</summary>
public interface ICityGrain : IGrainWithStringKey
{
    /// <summary>Reacts to facts, in their order; one that it heard before changes nothing.</summary>
    /// <returns>The letters that it failed on; of their lanes it took nothing that came after.</returns>
    [Alias("React")]
    Task<IReadOnlyList<LetterFailure>> React(IReadOnlyList<Letter> letters);

    /// <summary>A deadline fell due. The second call for the same one changes nothing.</summary>
    [Alias("Due")]
    Task Due(Deadline deadline);
}

/// <summary>A fact on its way to a grain. The fact's subject and the grain are its lane: letters of a lane keep their order, others need not.</summary>
/// <param name="Number">The fact's number.</param>
/// <param name="Fact">The fact.</param>
/// <param name="IsRepeat">True where it may have been delivered before.</param>
[GenerateSerializer, Immutable, Alias("letter")]
public sealed record Letter(
    [property: Id(0)] long Number,
    [property: Id(1)] CityFact Fact,
    [property: Id(2)] bool IsRepeat);

/// <summary>A letter that a grain failed on.</summary>
/// <param name="Number">The fact's number.</param>
/// <param name="Error">What happened.</param>
[GenerateSerializer, Immutable, Alias("letter-failure")]
public sealed record LetterFailure(
    [property: Id(0)] long Number,
    [property: Id(1)] string Error);
