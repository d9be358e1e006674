namespace CityActors.Households;

/// <summary>A model and when its score is an alarm. Limits are chosen with the model, by the evaluation in docs/evaluation.md; they are not for a city to set.</summary>
/// <param name="Model">Gives the score.</param>
/// <param name="LearningDays">Whole days to learn first.</param>
/// <param name="UsualAfterDays">Whole days after which the home's own highest score is noted.</param>
/// <param name="Limit">The least score that is an alarm.</param>
/// <param name="Margin">How far it must exceed the home's own usual highest.</param>
/// <param name="HighestLimit">No home's limit is higher, however restless it is.</param>
/// <param name="EndScore">The score below which a silence that was reported is over.</param>
internal sealed record QuietJudge(QuietModel Model, int LearningDays = 14, int UsualAfterDays = 10, float Limit = 2.7f, float Margin = 0.3f, float HighestLimit = 5.5f, float EndScore = 0)
{
    /// <summary>As shipped.</summary>
    public static QuietJudge Shipped { get; } = new(QuietModel.Shipped);
}
