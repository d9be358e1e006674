namespace CityActors.Packs.Settings;

/// <summary>A parameter that somebody set.</summary>
/// <param name="Parameter">Its name, without the dollar sign.</param>
/// <param name="For">For what: empty, the whole city; the code of an area; or the id of a device.</param>
/// <param name="Value">To what.</param>
/// <param name="From">The instant from which it holds.</param>
/// <param name="By">Who set it.</param>
public sealed record ParameterSetting(string Parameter, string For, PackValue Value, DateTimeOffset From, string By);

/// <summary>Why a parameter may not be set so.</summary>
/// <param name="Code">A code that never changes: <c>unknown-parameter</c>, <c>wrong-type</c>, <c>out-of-range</c>, <c>unknown-place</c>, <c>too-fine</c> or <c>levels-disordered</c>.</param>
/// <param name="Sentence">What is wrong and how to mend it.</param>
/// <param name="Chinese">The same in Chinese.</param>
public sealed record SettingRefusal(string Code, string Sentence, string Chinese);

/// <summary>What a parameter is at a place and an instant.</summary>
/// <param name="Parameter">Its name, without the dollar sign.</param>
/// <param name="Value">The value.</param>
/// <param name="Setting">Where it comes from; null: it is the pack's default.</param>
public sealed record ParameterValue(string Parameter, PackValue Value, ParameterSetting? Setting)
{
    /// <summary>Where it comes from, in words: <c>default</c>, or for what, since when and by whom it was set.</summary>
    public string Origin => Setting is null ? "default"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(Setting.For.Length == 0 ? "city" : Setting.For)} {Setting.From:yyyy-MM-dd}, by {Setting.By}");
}
